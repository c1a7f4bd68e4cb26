package dev.ocimodel.k8s;

import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.Reference;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model as files that {@code oras pull} writes into a volume before the server starts: the
 * shape that KAITO ships, made to pass the "restricted" Pod Security Standard. Immutable.
 *
 * <p>Works on any Kubernetes version and runtime. The artifact must have one titled layer of raw
 * bytes per file: oras skips a layer without a title, and does so without an error. Every start of
 * a pod pulls the whole model again.
 *
 * <p>The volume is an emptyDir on the node's own disk, sized from {@link ModelPod#withModelSize},
 * or {@linkplain #withClaim an existing claim}.
 */
public final class InitContainerDelivery extends ModelDelivery {

  /** The image and version that KAITO runs. */
  private static final Reference ORAS =
      Reference.parse("mcr.microsoft.com/oss/v2/oras-project/oras:v1.2.3");

  private static final int MAX_CONCURRENCY = 64;

  static final InitContainerDelivery DEFAULT = new InitContainerDelivery(ORAS, 6, null, null);

  private final Reference image;
  private final int concurrency;
  private final @Nullable String registrySecret;
  private final @Nullable String claim;

  private InitContainerDelivery(
      Reference image, int concurrency, @Nullable String registrySecret, @Nullable String claim) {
    this.image = image;
    this.concurrency = concurrency;
    this.registrySecret = registrySecret;
    this.claim = claim;
  }

  /**
   * Sets the image that has {@code oras} on its path. Pin it by digest to make the pod's start
   * independent of a tag.
   */
  public InitContainerDelivery withImage(Reference oras) {
    return new InitContainerDelivery(oras, concurrency, registrySecret, claim);
  }

  /**
   * Sets how many layers are pulled at once.
   *
   * @throws IllegalArgumentException if it is not from 1 to 64
   */
  public InitContainerDelivery withConcurrency(int layers) {
    if (layers < 1 || layers > MAX_CONCURRENCY) {
      throw new IllegalArgumentException(
          "Not a number of layers at once: " + layers + "; expected 1 to " + MAX_CONCURRENCY);
    }
    return new InitContainerDelivery(image, layers, registrySecret, claim);
  }

  /**
   * Pulls with the credentials of a secret of type {@code kubernetes.io/dockerconfigjson} in the
   * pod's namespace. It reaches oras as a read-only file. Image pull secrets do not: those are the
   * kubelet's.
   *
   * @throws IllegalArgumentException if it is not a secret's name
   */
  public InitContainerDelivery withRegistrySecret(String secret) {
    return new InitContainerDelivery(
        image, concurrency, ObjectNames.subdomain("secret name", secret), claim);
  }

  /**
   * Pulls into an existing PersistentVolumeClaim. The files go below a directory named by the
   * digest, so that two versions never mix; the model must therefore be pinned by one. Pods that
   * share the claim must not start while another serves the same model: oras writes over the files.
   *
   * @throws IllegalArgumentException if it is not a claim's name
   */
  public InitContainerDelivery withClaim(String claimName) {
    return new InitContainerDelivery(
        image, concurrency, registrySecret, ObjectNames.subdomain("claim name", claimName));
  }

  @Override
  DeliveredModel deliver(PodSettings settings) {
    ByteSize volumeSize = claim == null ? emptyDirSize(settings) : ByteSize.ZERO;
    String path = claim == null ? MOUNT_PATH : MOUNT_PATH + "/" + directory(settings.model);
    OrasPull pull = new OrasPull(image, settings.model, path, concurrency, registrySecret);
    List<Volume> volumes = new ArrayList<>();
    volumes.add(claim == null ? emptyDir(volumeSize) : claimed(claim));
    volumes.addAll(pull.volumes());
    VolumeMount writable =
        new VolumeMountBuilder().withName(VOLUME_NAME).withMountPath(MOUNT_PATH).build();
    return new DeliveredModel(
        path,
        new VolumeMountBuilder(writable).withReadOnly(true).build(),
        volumes,
        List.of(pull.container(writable, volumeSize)),
        volumeSize,
        requirements(settings, volumeSize));
  }

  /** A tenth and at least 1 GiB more than the model, in whole GiB. */
  private static ByteSize emptyDirSize(PodSettings settings) {
    ByteSize model = settings.modelSize;
    if (model == null) {
      throw new IllegalArgumentException(
          "The emptyDir for "
              + ImagePull.text(settings.model)
              + " needs a size limit: give ModelPod.withModelSize(bytes), or a claim with"
              + " InitContainerDelivery.withClaim(name)");
    }
    ByteSize tenth = new ByteSize(model.bytes() / 10);
    ByteSize least = ByteSize.ofGiB(1);
    return model.plus(tenth.compareTo(least) < 0 ? least : tenth).roundUpToGiB();
  }

  private static String directory(Reference model) {
    Digest digest = model.digest();
    if (digest == null) {
      throw new IllegalArgumentException(
          "A claim outlives the pod, and files of two versions must not mix in it: pin "
              + model
              + " by digest");
    }
    return digest.algorithm() + "-" + digest.encoded();
  }

  private static Volume emptyDir(ByteSize size) {
    return new VolumeBuilder()
        .withName(VOLUME_NAME)
        .withNewEmptyDir()
        .withSizeLimit(size.toQuantity())
        .endEmptyDir()
        .build();
  }

  private static Volume claimed(String claim) {
    return new VolumeBuilder()
        .withName(VOLUME_NAME)
        .withNewPersistentVolumeClaim()
        .withClaimName(claim)
        .endPersistentVolumeClaim()
        .build();
  }

  private List<String> requirements(PodSettings settings, ByteSize volumeSize) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "The reference must be an artifact of raw files, each layer with the title of its file (the"
            + " artifact preset); oras skips a layer without a title and reports no error.");
    lines.add(
        claim == null
            ? "A node needs "
                + volumeSize.toQuantity()
                + " of free ephemeral storage for the model."
            : "The PersistentVolumeClaim "
                + claim
                + " must exist, have room for the model, and be written by one pod at a time.");
    lines.add(
        registrySecret == null
            ? "oras pulls without credentials; if "
                + settings.model.registry()
                + " asks for them, name a secret with InitContainerDelivery.withRegistrySecret"
                + " (image pull secrets serve the kubelet only)."
            : "A secret of type kubernetes.io/dockerconfigjson must exist in the pod's namespace"
                + " under the name "
                + registrySecret
                + ", with"
                + " credentials for "
                + settings.model.registry()
                + ".");
    return lines;
  }
}
