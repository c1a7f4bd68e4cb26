package dev.ocimodel.k8s;

import dev.ocimodel.oci.Reference;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * vLLM, serving a local directory and asking nothing of the internet. Immutable.
 *
 * <p>Tensor parallelism is the number of accelerators. The model is served under the pod's name.
 */
public final class VllmServer extends InferenceServer {

  static final VllmServer DEFAULT =
      new VllmServer(Reference.parse("docker.io/vllm/vllm-openai:v0.33.0"), 8000, null, List.of());

  /** The non-root user that vLLM's images know. */
  private static final RestrictedSecurity SECURITY = new RestrictedSecurity(2000, 0);

  private final Reference image;
  private final int port;
  private final @Nullable String servedModelName;
  private final List<String> arguments;

  private VllmServer(
      Reference image, int port, @Nullable String servedModelName, List<String> arguments) {
    this.image = image;
    this.port = port;
    this.servedModelName = servedModelName;
    this.arguments = arguments;
  }

  /** Sets the image, which has {@code vllm} on its path. Pin it by digest in production. */
  public VllmServer withImage(Reference newImage) {
    return new VllmServer(newImage, port, servedModelName, arguments);
  }

  /**
   * Sets the port of API and health checks; 8000 unless said otherwise.
   *
   * @throws IllegalArgumentException if it is not from 1024 to 65535, which the server's user may
   *     bind
   */
  public VllmServer withPort(int newPort) {
    if (newPort < 1024 || newPort > 65_535) {
      throw new IllegalArgumentException("Not a port from 1024 to 65535: " + newPort);
    }
    return new VllmServer(image, newPort, servedModelName, arguments);
  }

  /**
   * Sets the name clients ask for; the pod's name unless said otherwise.
   *
   * @throws IllegalArgumentException if it is blank or looks like an option
   */
  public VllmServer withServedModelName(String name) {
    if (name.isBlank() || name.startsWith("-")) {
      throw new IllegalArgumentException(
          "Not a served model name: '" + name + "'; it is blank or starts with '-'");
    }
    return new VllmServer(image, port, name, arguments);
  }

  /**
   * Sets more arguments of {@code vllm serve}, written after ours. They are readable by everyone
   * who may read the pod: no secrets.
   */
  public VllmServer withArguments(List<String> more) {
    return new VllmServer(image, port, servedModelName, List.copyOf(more));
  }

  @Override
  RestrictedSecurity security() {
    return SECURITY;
  }

  @Override
  Container container(PodSettings settings, DeliveredModel model) {
    HealthProbes probes = HealthProbes.of("/health", settings.modelSize);
    return new ContainerBuilder()
        .withName("vllm")
        .withImage(ImagePull.text(image))
        .withImagePullPolicy(ImagePull.policy(image))
        .withCommand("vllm", "serve")
        .withArgs(arguments(settings, model.path()))
        .withEnv(environment())
        .addNewPort()
        .withName(HealthProbes.PORT_NAME)
        .withContainerPort(port)
        .endPort()
        .withStartupProbe(probes.startup())
        .withReadinessProbe(probes.readiness())
        .withLivenessProbe(probes.liveness())
        .withResources(ServerResources.of(settings, model))
        .withSecurityContext(RestrictedSecurity.container())
        .withVolumeMounts(mounts(settings, model))
        .build();
  }

  private List<String> arguments(PodSettings settings, String path) {
    List<String> all =
        new ArrayList<>(
            List.of(
                path,
                "--served-model-name",
                servedModelName == null ? settings.name : servedModelName,
                "--host",
                "0.0.0.0",
                "--port",
                Integer.toString(port),
                "--tensor-parallel-size",
                Integer.toString(settings.accelerator.count())));
    all.addAll(arguments);
    return all.stream().map(VllmServer::literal).toList();
  }

  /** The kubelet expands {@code $(NAME)} in arguments; doubled, the dollar stands for itself. */
  private static String literal(String argument) {
    return argument.replace("$(", "$$(");
  }

  private static List<EnvVar> environment() {
    String cache = ScratchVolume.CACHE.path();
    return List.of(
        new EnvVar("HF_HUB_OFFLINE", "1", null),
        new EnvVar("TRANSFORMERS_OFFLINE", "1", null),
        new EnvVar("VLLM_NO_USAGE_STATS", "1", null),
        // Named, so that nothing looks the uid up in a password file that may not have it.
        new EnvVar("USER", "vllm", null),
        new EnvVar("HOME", cache, null),
        new EnvVar("XDG_CACHE_HOME", cache, null),
        new EnvVar("HF_HOME", cache + "/huggingface", null),
        new EnvVar("VLLM_CACHE_ROOT", cache + "/vllm", null),
        new EnvVar("VLLM_CONFIG_ROOT", cache + "/vllm-config", null),
        new EnvVar("TRITON_CACHE_DIR", cache + "/triton", null),
        new EnvVar("TORCHINDUCTOR_CACHE_DIR", cache + "/torchinductor", null),
        new EnvVar("NUMBA_CACHE_DIR", cache + "/numba", null));
  }

  private static List<VolumeMount> mounts(PodSettings settings, DeliveredModel model) {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(model.mount());
    mounts.add(ScratchVolume.CACHE.mount());
    mounts.add(ScratchVolume.TMP.mount());
    if (SharedMemory.isNeededBy(settings.accelerator)) {
      mounts.add(SharedMemory.mount());
    }
    return mounts;
  }
}
