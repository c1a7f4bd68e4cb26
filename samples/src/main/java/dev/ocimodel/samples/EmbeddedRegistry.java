package dev.ocimodel.samples;

import dev.ocimodel.model.ModelPackager;
import dev.ocimodel.registry.RegistryClient;
import dev.ocimodel.registry.Repository;
import dev.ocimodel.testkit.Fault;
import dev.ocimodel.testkit.FaultPlan;
import dev.ocimodel.testkit.TestModel;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tests against a registry inside the program that fails once on purpose, as your own tests can.
 *
 * <p>No arguments. Prints the tags, and what the registry was asked.
 */
public final class EmbeddedRegistry {

  private EmbeddedRegistry() {}

  /** Runs the sample. */
  public static void main(String[] args) throws IOException {
    Path model = TestModel.create().writeTo(Files.createTempDirectory("embedded"));
    FaultPlan unavailableOnce =
        FaultPlan.once(request -> request.method().equals("PATCH"), Fault.status(503));
    try (TestRegistry registry = TestRegistry.builder().faults(unavailableOnce).start();
        RegistryClient client = RegistryClient.builder().build()) {
      Repository repository = client.repository(registry.address() + "/models/test");
      ModelPackager.create().pack(model, repository, "v1");
      System.out.println("tags " + repository.tags().toList());
      registry.requests().forEach(r -> System.out.println(r.status() + " " + r.method()));
    }
  }
}
