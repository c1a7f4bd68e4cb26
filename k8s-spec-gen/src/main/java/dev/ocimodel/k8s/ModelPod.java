package dev.ocimodel.k8s;

import dev.ocimodel.oci.Reference;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A pod that gets a model and serves it. Immutable and safe to share; start from {@link #of}.
 *
 * <pre>{@code
 * Pod pod = ModelPod.of("phi-4", reference)
 *     .withDelivery(ModelDelivery.imageVolume())
 *     .withServer(InferenceServer.vllm())
 *     .withGpus(2)
 *     .toPod();
 * }</pre>
 *
 * <p>Every pod meets the "restricted" Pod Security Standard (which allows image volumes from
 * Kubernetes 1.33 on), runs with a read-only root file system, mounts the model read-only, has no
 * service account token, and names its image pull policies and requests. The same settings give the
 * same bytes of YAML. What cannot be seen in the pod but must hold around it is said by {@link
 * #requirements()}.
 *
 * <p>Pin the model by digest ({@link Reference#withDigest}): a tag is allowed, but then the node
 * asks the registry at every start, and two pods may serve two models under one name.
 */
public final class ModelPod {

  private static final Duration MAX_TERMINATION_GRACE = Duration.ofDays(1);

  private final PodSettings settings;

  private ModelPod(PodSettings settings) {
    this.settings = settings;
  }

  /**
   * A pod for one model: image volume, vLLM, one NVIDIA GPU, Kubernetes {@link
   * KubernetesVersion#DEFAULT}, unless said otherwise.
   *
   * @param name the pod's name, an RFC 1123 label
   * @throws IllegalArgumentException if it is not such a name
   */
  public static ModelPod of(String name, Reference model) {
    return new ModelPod(new PodSettings(ObjectNames.label("pod name", name), model));
  }

  private ModelPod with(Consumer<PodSettings> change) {
    PodSettings changed = settings.copy();
    change.accept(changed);
    return new ModelPod(changed);
  }

  /**
   * Sets the namespace; without one, it is that of the caller's {@code kubectl} context.
   *
   * @throws IllegalArgumentException if it is not an RFC 1123 label
   */
  public ModelPod withNamespace(String namespace) {
    String checked = ObjectNames.label("namespace", namespace);
    return with(s -> s.namespace = checked);
  }

  /** Sets the oldest Kubernetes version that will see the pod. */
  public ModelPod withKubernetesVersion(KubernetesVersion version) {
    return with(s -> s.version = version);
  }

  /** Sets how the pod gets the model. */
  public ModelPod withDelivery(ModelDelivery delivery) {
    return with(s -> s.delivery = delivery);
  }

  /** Sets what serves the model. */
  public ModelPod withServer(InferenceServer server) {
    return with(s -> s.server = server);
  }

  /**
   * Sets how many whole NVIDIA GPUs the server runs on.
   *
   * @throws IllegalArgumentException if the count is not from 1 to 64
   * @see Accelerator#nvidiaGpus
   */
  public ModelPod withGpus(int count) {
    return withAccelerator(Accelerator.nvidiaGpus(count));
  }

  /** Sets which devices the server runs on. */
  public ModelPod withAccelerator(Accelerator accelerator) {
    return with(s -> s.accelerator = accelerator);
  }

  /**
   * Sets the server's processor and memory. Unless said otherwise: 4 cores and 8 GiB a GPU, 8 GiB
   * more, and what {@code /dev/shm} may take.
   */
  public ModelPod withResources(ComputeResources resources) {
    return with(s -> s.resources = resources);
  }

  /**
   * Sets the size of the model's files: it decides how long the server may take to load (10 minutes
   * and one second for each 100 MB; 30 minutes where the size is not known) and how large a volume
   * of files is.
   *
   * @param bytes from 1 to 2^50
   * @throws IllegalArgumentException if it is out of range
   */
  public ModelPod withModelSize(long bytes) {
    ByteSize size = new ByteSize(bytes);
    if (size.equals(ByteSize.ZERO)) {
      throw new IllegalArgumentException("Not the size of a model: 0 bytes");
    }
    return with(s -> s.modelSize = size);
  }

  /**
   * Sets the secrets with which the node pulls images and image volumes. They do not reach a
   * container: see {@link InitContainerDelivery#withRegistrySecret}.
   *
   * @throws IllegalArgumentException if one is not a secret's name
   */
  public ModelPod withImagePullSecrets(List<String> secrets) {
    List<String> checked =
        secrets.stream().map(name -> ObjectNames.subdomain("secret name", name)).toList();
    return with(s -> s.imagePullSecrets = checked);
  }

  /**
   * Sets how long the server may finish requests after it was told to stop; 2 minutes unless said
   * otherwise. It must be above the longest request.
   *
   * @throws IllegalArgumentException if it is not from one second to one day
   */
  public ModelPod withTerminationGrace(Duration grace) {
    if (grace.toSeconds() < 1 || grace.compareTo(MAX_TERMINATION_GRACE) > 0) {
      throw new IllegalArgumentException(
          "Not a termination grace from one second to one day: " + grace);
    }
    return with(s -> s.terminationGrace = grace);
  }

  /**
   * What must hold outside the pod for it to work, one sentence each, for people to read: feature
   * gates, runtime versions, the form of the artifact, secrets, room on the node.
   *
   * @throws IllegalArgumentException as {@link #toPod()}
   */
  public List<String> requirements() {
    return new PodAssembly(settings).requirements();
  }

  /**
   * Makes the pod. It is the caller's own and can be edited.
   *
   * @throws IllegalArgumentException if the delivery does not work with the Kubernetes version, or
   *     lacks a size or a digest that it needs
   */
  public Pod toPod() {
    return new PodAssembly(settings).pod();
  }

  /**
   * Makes the pod as one YAML document for {@code kubectl apply -f}.
   *
   * @throws IllegalArgumentException as {@link #toPod()}
   */
  public String toYaml() {
    return PodYaml.render(toPod());
  }
}
