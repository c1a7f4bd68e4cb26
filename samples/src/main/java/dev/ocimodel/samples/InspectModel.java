package dev.ocimodel.samples;

import dev.ocimodel.model.ModelInfo;
import dev.ocimodel.registry.RegistryClient;

/**
 * Says what is in an artifact from its manifest, its config and the first bytes of its weights: a
 * 30 GB model costs well under a megabyte.
 *
 * <p>Arguments: REPOSITORY TAG. Prints the files and the number of tensors in each.
 */
public final class InspectModel {

  private InspectModel() {}

  /** Runs the sample. */
  public static void main(String[] args) {
    try (RegistryClient client = RegistryClient.builder().build()) {
      ModelInfo info = ModelInfo.of(client.repository(args[0]), args[1]);
      System.out.println(info.kind() + ", " + info.layerBytes() + " bytes in layers");
      info.files().forEach(file -> System.out.println(file.size() + " " + file.path()));
      info.tensors()
          .forEach(
              (path, header) ->
                  System.out.println(
                      path
                          + ": "
                          + header.tensors().size()
                          + " tensors, "
                          + header.parameterCount()
                          + " parameters"));
    }
  }
}
