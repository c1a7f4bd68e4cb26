package dev.ocimodel.k8s;

import io.fabric8.kubernetes.api.model.Container;

/** What serves the model from local files. Immutable; start from one of the factories. */
public abstract sealed class InferenceServer permits VllmServer {

  InferenceServer() {}

  /** vLLM with its OpenAI-compatible API. */
  public static VllmServer vllm() {
    return VllmServer.DEFAULT;
  }

  /** The user that the server's image is made for. */
  abstract RestrictedSecurity security();

  /** The server's container, complete. */
  abstract Container container(PodSettings settings, DeliveredModel model);
}
