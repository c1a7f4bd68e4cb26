package dev.ocimodel.samples.cli;

import dev.ocimodel.k8s.InferenceServer;
import dev.ocimodel.k8s.InitContainerDelivery;
import dev.ocimodel.k8s.KubernetesVersion;
import dev.ocimodel.k8s.ModelDelivery;
import dev.ocimodel.k8s.ModelPod;
import dev.ocimodel.k8s.VllmServer;
import dev.ocimodel.model.ModelInfo;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Reference;
import dev.ocimodel.registry.RegistryClient;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A pod that serves a model. */
@Command(
    name = "spec",
    description = "Prints a Kubernetes pod that gets the model and serves it on GPUs.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocimodel spec registry.example/models/phi-4:v1 --delivery image-volume | kubectl apply -f"
          + " -",
      "  ocimodel spec registry.example/models/phi-4:v1 --delivery init-container --pin",
      "",
      "An image volume mounts what --preset multilayer-tar-zstd packs; the init container pulls"
          + " what",
      "--preset artifact packs. What the cluster must have is said on standard error."
    })
final class SpecCommand implements Runnable {

  /** How the pod gets the model. */
  enum Delivery {
    /** Mounted by the runtime. */
    IMAGE_VOLUME,
    /** Pulled by ORAS before the server starts. */
    INIT_CONTAINER;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  @Parameters(paramLabel = "REFERENCE", description = "REGISTRY/REPOSITORY:TAG or @DIGEST.")
  private String reference = "";

  @Option(
      names = "--delivery",
      required = true,
      paramLabel = "KIND",
      converter = DeliveryConverter.class,
      description = "image-volume or init-container.")
  private Delivery delivery = Delivery.IMAGE_VOLUME;

  @Option(
      names = "--pin",
      description = "Ask the registry for the digest and the size, and use them.")
  private boolean pin;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the pod (default: the last part of the repository).")
  private @Nullable String name;

  @Option(names = "--namespace", paramLabel = "NS", description = "Namespace of the pod.")
  private @Nullable String namespace;

  @Option(
      names = "--gpus",
      paramLabel = "N",
      defaultValue = "1",
      description = "NVIDIA GPUs (default: ${DEFAULT-VALUE}).")
  private int gpus;

  @Option(
      names = "--model-size",
      paramLabel = "SIZE",
      converter = Sizes.class,
      description = "Bytes of the model, such as 30GB: sizes volumes and start-up time.")
  private @Nullable Long modelSize;

  @Option(
      names = "--kubernetes",
      paramLabel = "VERSION",
      description = "Oldest Kubernetes version that will see the pod, such as 1.33.")
  private @Nullable String kubernetes;

  @Option(
      names = "--claim",
      paramLabel = "PVC",
      description = "Keep the model in this volume claim (init-container).")
  private @Nullable String claim;

  @Option(
      names = "--pull-secret",
      paramLabel = "SECRET",
      description = "Secret of type kubernetes.io/dockerconfigjson for the registry.")
  private @Nullable String pullSecret;

  @Option(names = "--server-image", paramLabel = "IMAGE", description = "Image of vLLM.")
  private @Nullable String serverImage;

  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    ModelPod pod = pod(model());
    String yaml = pod.toYaml();
    pod.requirements().forEach(line -> spec.commandLine().getErr().println("needs: " + line));
    spec.commandLine().getErr().flush();
    spec.commandLine().getOut().print(yaml);
  }

  private Reference model() {
    if (delivery == Delivery.INIT_CONTAINER && modelSize == null && claim == null && !pin) {
      throw new ParameterException(
          spec.commandLine(),
          "init-container needs to know how large its volume must be: give --model-size, or --pin"
              + " to ask the registry, or --claim for a volume of yours");
    }
    try {
      return Reference.parse(reference);
    } catch (InvalidContentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private ModelPod pod(Reference given) {
    Reference model = given;
    Long size = modelSize;
    if (pin) {
      try (RegistryClient client = registry.connect(Location.parse(reference))) {
        ModelInfo info = ModelInfo.of(client.repository(given), given.tagOrDigest());
        model = given.withDigest(info.root().digest());
        size = size == null ? Long.valueOf(info.layerBytes()) : size;
      }
    }
    ModelPod pod =
        ModelPod.of(name == null ? lastPart(model) : name, model)
            .withDelivery(delivery())
            .withServer(server())
            .withGpus(gpus);
    pod = size == null ? pod : pod.withModelSize(size);
    pod = namespace == null ? pod : pod.withNamespace(namespace);
    pod = kubernetes == null ? pod : pod.withKubernetesVersion(KubernetesVersion.parse(kubernetes));
    return pullSecret == null ? pod : pod.withImagePullSecrets(List.of(pullSecret));
  }

  private ModelDelivery delivery() {
    if (delivery == Delivery.IMAGE_VOLUME) {
      return ModelDelivery.imageVolume();
    }
    InitContainerDelivery init = ModelDelivery.initContainer();
    init = claim == null ? init : init.withClaim(claim);
    return pullSecret == null ? init : init.withRegistrySecret(pullSecret);
  }

  private InferenceServer server() {
    VllmServer vllm = InferenceServer.vllm();
    return serverImage == null ? vllm : vllm.withImage(Reference.parse(serverImage));
  }

  /** A repository may hold characters that a pod's name may not. */
  private static String lastPart(Reference model) {
    String last = model.repository().substring(model.repository().lastIndexOf('/') + 1);
    return last.replaceAll("[._]+", "-");
  }

  /** Reads the names as they are printed. */
  static final class DeliveryConverter implements picocli.CommandLine.ITypeConverter<Delivery> {
    @Override
    public Delivery convert(String text) {
      for (Delivery candidate : Delivery.values()) {
        if (candidate.toString().equals(text)) {
          return candidate;
        }
      }
      throw new picocli.CommandLine.TypeConversionException(
          "'" + text + "' is no delivery; there are image-volume and init-container");
    }
  }
}
