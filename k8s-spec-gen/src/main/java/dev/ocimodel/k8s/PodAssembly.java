package dev.ocimodel.k8s;

import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;

/** Puts delivery, server and accelerator together into one pod. */
final class PodAssembly {

  private static final String NAME_LABEL = "app.kubernetes.io/name";
  private static final String COMPONENT_LABEL = "app.kubernetes.io/component";

  /** The full reference, tag included: what people and dashboards look for. */
  private static final String REFERENCE_ANNOTATION = "ocimodel.dev/model-reference";

  private final PodSettings settings;
  private final DeliveredModel model;

  PodAssembly(PodSettings settings) {
    this.settings = settings;
    this.model = settings.delivery.deliver(settings);
  }

  Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName(settings.name)
        .withNamespace(settings.namespace)
        .addToAnnotations(REFERENCE_ANNOTATION, settings.model.toString())
        .addToLabels(COMPONENT_LABEL, "inference-server")
        .addToLabels(NAME_LABEL, settings.name)
        .endMetadata()
        .withNewSpec()
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withImagePullSecrets(
            settings.imagePullSecrets.stream().map(LocalObjectReference::new).toList())
        .withInitContainers(model.initContainers())
        .withContainers(settings.server.container(settings, model))
        .withRestartPolicy("Always")
        .withSecurityContext(settings.server.security().pod())
        .withTerminationGracePeriodSeconds(settings.terminationGrace.toSeconds())
        .withTolerations(settings.accelerator.toleration())
        .withVolumes(volumes())
        .endSpec()
        .build();
  }

  private List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>(model.volumes());
    for (ScratchVolume scratch : ScratchVolume.values()) {
      volumes.add(scratch.volume());
    }
    if (SharedMemory.isNeededBy(settings.accelerator)) {
      volumes.add(SharedMemory.volume(settings.accelerator));
    }
    return volumes;
  }

  List<String> requirements() {
    List<String> lines = new ArrayList<>(model.requirements());
    lines.add(
        "One node must have "
            + settings.accelerator.count()
            + " free "
            + settings.accelerator.resourceName()
            + ", offered by the vendor's device plugin.");
    if (settings.model.digest() == null) {
      lines.add(
          "The tag of "
              + settings.model
              + " must not move while pods start: pin the model by digest to be sure.");
    }
    return List.copyOf(lines);
  }
}
