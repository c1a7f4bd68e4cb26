package dev.ocimodel.samples;

import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.registry.RegistryClient;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Copies on the caller's threads: on Java 21 and later pass {@code
 * Executors.newVirtualThreadPerTaskExecutor()}. The executor stays the caller's; the number of
 * blobs in flight is the transfer's.
 *
 * <p>Arguments: REPOSITORY TAG LAYOUT_DIRECTORY. Prints the digest.
 */
public final class OwnExecutor {

  private OwnExecutor() {}

  /** Runs the sample. */
  public static void main(String[] args) {
    ExecutorService executor = Executors.newCachedThreadPool();
    try (RegistryClient client = RegistryClient.builder().build()) {
      OciLayout layout = OciLayout.openOrCreate(Path.of(args[2]));
      System.out.println(
          Transfer.create()
              .withExecutor(executor)
              .withConcurrency(2)
              .copy(client.repository(args[0]), args[1], layout)
              .root()
              .digest());
    } finally {
      executor.shutdown();
    }
  }
}
