package dev.ocimodel.samples;

import dev.ocimodel.model.ModelInfo;
import dev.ocimodel.registry.RegistryClient;

/**
 * Forgets to close its client, on purpose: the program ends by itself all the same, because every
 * thread of the SDK is a daemon. In a program that goes on, close it: connections are kept until
 * then.
 *
 * <p>Arguments: REPOSITORY TAG. Prints how many bytes the model has.
 */
public final class ForgetToClose {

  private ForgetToClose() {}

  /** Runs the sample. */
  public static void main(String[] args) {
    RegistryClient client = RegistryClient.builder().build();
    ModelInfo info = ModelInfo.of(client.repository(args[0]), args[1]);
    System.out.println(info.layerBytes() + " bytes");
  }
}
