package dev.ocimodel.samples;

import dev.ocimodel.k8s.InferenceServer;
import dev.ocimodel.k8s.KubernetesVersion;
import dev.ocimodel.k8s.ModelDelivery;
import dev.ocimodel.k8s.ModelPod;
import dev.ocimodel.oci.Reference;
import java.util.List;

/**
 * Describes the same model to Kubernetes twice: mounted as an image volume, and pulled by an init
 * container where image volumes are not to be had.
 *
 * <p>Argument: a REFERENCE, best with its digest. Prints what the cluster must have as comments,
 * then the YAML for {@code kubectl apply -f -}.
 */
public final class DescribePod {

  private static final long MODEL_SIZE = 30_000_000_000L;

  private DescribePod() {}

  /** Runs the sample. */
  public static void main(String[] args) {
    Reference model = Reference.parse(args[0]);
    List<ModelDelivery> deliveries =
        List.of(ModelDelivery.imageVolume(), ModelDelivery.initContainer());
    for (ModelDelivery delivery : deliveries) {
      ModelPod pod =
          ModelPod.of("phi-4", model)
              .withKubernetesVersion(KubernetesVersion.parse("1.35"))
              .withDelivery(delivery)
              .withServer(InferenceServer.vllm())
              .withGpus(2)
              .withModelSize(MODEL_SIZE);
      pod.requirements().forEach(line -> System.out.println("# needs: " + line));
      System.out.print("---\n" + pod.toYaml());
    }
  }
}
