package dev.ocimodel.samples;

import dev.ocimodel.model.ModelPackager;
import dev.ocimodel.model.ModelUnpacker;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.registry.RegistryClient;
import dev.ocimodel.registry.Repository;
import dev.ocimodel.registry.auth.CredentialsProvider;
import java.nio.file.Path;

/**
 * The program in the README: a directory is packed straight into a registry and pulled again.
 *
 * <p>Arguments: MODEL_DIRECTORY REPOSITORY OTHER_DIRECTORY. Prints the digest.
 */
public final class TenLines {

  private TenLines() {}

  /** Runs the sample. */
  public static void main(String[] args) {
    try (RegistryClient client =
        RegistryClient.builder().credentials(CredentialsProvider.dockerConfig()).build()) {
      Repository repository = client.repository(args[1]);
      Descriptor root = ModelPackager.create().pack(Path.of(args[0]), repository, "v1");
      ModelUnpacker.create().unpack(repository, root.digest().toString(), Path.of(args[2]));
      System.out.println(root.digest());
    }
  }
}
