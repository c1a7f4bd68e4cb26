package dev.ocimodel.registry;

import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.testkit.ContentTargetContract;
import dev.ocimodel.testkit.TestRegistry;
import org.junit.jupiter.api.AfterEach;

/** A repository keeps what every store promises. */
class RepositoryContractTest extends ContentTargetContract {

  private final TestRegistry registry = TestRegistry.start();
  private final RegistryClient client = RegistryClient.builder().build();

  @Override
  protected ContentTarget createTarget() {
    return client.repository(registry.address() + "/contract/target");
  }

  @AfterEach
  void close() {
    client.close();
    registry.close();
  }
}
