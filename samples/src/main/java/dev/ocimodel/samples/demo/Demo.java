package dev.ocimodel.samples.demo;

import dev.ocimodel.k8s.InferenceServer;
import dev.ocimodel.k8s.ModelDelivery;
import dev.ocimodel.k8s.ModelPod;
import dev.ocimodel.model.ModelInfo;
import dev.ocimodel.model.ModelPreset;
import dev.ocimodel.model.ModelUnpacker;
import dev.ocimodel.model.UnpackResult;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Reference;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferListener;
import dev.ocimodel.oci.transfer.TransferResult;
import dev.ocimodel.registry.RegistryClient;
import dev.ocimodel.registry.Repository;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The whole way: a model directory is packed twice (raw artifact, tar+zstd image), pushed to an
 * embedded registry, inspected, pulled, compared file by file, and described to Kubernetes.
 */
public final class Demo {

  private static final String TAG = "v1";

  private final DemoReport report;
  private final Supplier<? extends Display> progress;

  /**
   * @param report where the story is told
   * @param progress makes a display for each transfer
   */
  public Demo(DemoReport report, Supplier<? extends Display> progress) {
    this.report = report;
    this.progress = progress;
  }

  /** Shows how far one transfer has come, until it is closed. */
  public interface Display extends AutoCloseable {

    /** Returns what the transfer tells. */
    TransferListener listener();

    @Override
    void close();
  }

  /**
   * Runs the demonstration.
   *
   * @param model the model's directory
   * @param work an empty directory for everything it makes
   * @throws IOException if the disk fails
   */
  public void run(Path model, Path work) throws IOException {
    report.model(model);
    try (TestRegistry registry =
            TestRegistry.builder().storageDirectory(work.resolve("registry")).start();
        RegistryClient client = RegistryClient.builder().build()) {
      report.registry(registry.address());
      Repository repository = client.repository(registry.address() + "/models/demo");
      packAndPush(model, OciLayout.openOrCreate(work.resolve("demo.oci")), repository);
      pullAndCompare(model, work, repository, ModelPreset.ARTIFACT);
      pullAndCompare(model, work, repository, ModelPreset.MULTILAYER_TAR_ZSTD);
      describe(repository, new Reference(registry.address(), "models/demo", TAG, null));
    }
    report.table();
  }

  private void packAndPush(Path model, OciLayout layout, Repository repository) {
    report.heading("Pack into a layout, push to the registry");
    for (ModelPreset preset :
        new ModelPreset[] {ModelPreset.ARTIFACT, ModelPreset.MULTILAYER_TAR_ZSTD}) {
      Descriptor root =
          report.timed(
              preset.presetName() + ": pack",
              () -> {
                try (Display display = progress.get()) {
                  return preset
                      .packager()
                      .withTransfer(Transfer.create().withListener(display.listener()))
                      .pack(model, layout, tag(preset));
                }
              });
      report.digest(preset.presetName(), root.digest());
      TransferResult pushed =
          report.timed(
              preset.presetName() + ": push",
              () -> {
                try (Display display = progress.get()) {
                  return Transfer.create()
                      .withListener(display.listener())
                      .copy(layout, tag(preset), repository, tag(preset));
                }
              });
      report.moved(preset.presetName() + ": push", pushed.copiedBytes());
    }
  }

  private void pullAndCompare(Path model, Path work, Repository repository, ModelPreset preset)
      throws IOException {
    report.heading("Pull " + preset.presetName() + " and compare every file");
    Path directory = work.resolve("pulled-" + preset.presetName());
    UnpackResult pulled =
        report.timed(
            preset.presetName() + ": pull",
            () -> {
              try (Display display = progress.get()) {
                return ModelUnpacker.create()
                    .withTransfer(Transfer.create().withListener(display.listener()))
                    .unpack(repository, tag(preset), directory);
              }
            });
    report.moved(preset.presetName() + ": pull", pulled.fetchedBytes());
    report.compared(new FileComparison(model, directory).compare(pulled.files()));
  }

  private void describe(Repository repository, Reference reference) {
    report.heading("Inspect without downloading, describe to Kubernetes");
    ModelInfo info = ModelInfo.of(repository, tag(ModelPreset.ARTIFACT));
    report.info(info);
    Descriptor image = repository.resolve(tag(ModelPreset.MULTILAYER_TAR_ZSTD));
    report.pod(
        ModelPod.of("demo", reference.withDigest(image.digest()))
            .withDelivery(ModelDelivery.imageVolume())
            .withServer(InferenceServer.vllm())
            .withModelSize(info.layerBytes())
            .toYaml());
  }

  private static String tag(ModelPreset preset) {
    return TAG + "-" + preset.presetName();
  }
}
