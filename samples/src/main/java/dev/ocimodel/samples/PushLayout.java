package dev.ocimodel.samples;

import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferResult;
import dev.ocimodel.registry.RegistryClient;
import dev.ocimodel.registry.auth.CredentialsProvider;
import java.nio.file.Path;

/**
 * Copies an artifact from a layout to a registry. Any two stores do: a pull into a layout is the
 * same call the other way round, and between two repositories of one registry blobs are mounted.
 *
 * <p>Arguments: LAYOUT_DIRECTORY TAG REPOSITORY. Prints how many bytes moved, and how many were
 * there.
 */
public final class PushLayout {

  private PushLayout() {}

  /** Runs the sample. */
  public static void main(String[] args) {
    OciLayout layout = OciLayout.open(Path.of(args[0]));
    try (RegistryClient client =
        RegistryClient.builder().credentials(CredentialsProvider.dockerConfig()).build()) {
      TransferResult result =
          Transfer.create()
              .withConcurrency(8)
              .copy(layout, args[1], client.repository(args[2]), args[1]);
      System.out.println(
          result.copiedBytes() + " bytes moved, " + result.skippedBytes() + " were there");
    }
  }
}
