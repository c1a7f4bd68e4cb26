package dev.ocimodel.samples.cli;

import dev.ocimodel.model.ModelPreset;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.registry.RegistryClient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A model directory becomes an artifact. */
@Command(
    name = "pack",
    description = "Packs a model directory into a layout or straight into a registry.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocimodel pack ./phi-4 --to oci:./phi-4.oci:v1",
      "  ocimodel pack ./phi-4 --to registry.example/models/phi-4:v1 --preset multilayer-tar-zstd",
      "",
      "The last line on standard output is the digest."
    })
final class PackCommand implements Runnable {

  @Parameters(paramLabel = "DIR", description = "A Hugging Face snapshot or any model directory.")
  private Path directory = Path.of("");

  @Option(
      names = "--to",
      required = true,
      paramLabel = "TARGET",
      description = "oci:PATH:TAG or REGISTRY/REPOSITORY:TAG.")
  @SuppressWarnings("NullAway.Init")
  private Location target;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      defaultValue = "artifact",
      completionCandidates = Presets.class,
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private String preset = "";

  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    ModelPreset chosen = chosenPreset();
    if (target.hasDigest()) {
      throw new ParameterException(
          spec.commandLine(), "--to takes a tag; the digest is known once it is packed");
    }
    try (RegistryClient client = registry.connect(target);
        Interruptible interruptible = new Interruptible()) {
      Descriptor root;
      try (Progress progress = output.progress(spec.commandLine().getErr())) {
        root =
            chosen
                .packager()
                .withTransfer(interruptible.transfer(registry.connections(), progress.listener()))
                .pack(directory, target.openTarget(client), target.targetName("latest"));
      }
      print(root, target);
    }
  }

  private ModelPreset chosenPreset() {
    try {
      return ModelPreset.named(preset);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "Unknown --preset: " + e.getMessage());
    }
  }

  private void print(Descriptor root, Location target) {
    if (output.json()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("target", target.text());
      result.put("digest", root.digest().toString());
      result.put("mediaType", root.mediaType().value());
      result.put("size", root.size());
      OutputOptions.print(spec.commandLine().getOut(), result);
    } else {
      spec.commandLine().getOut().println(root.digest());
    }
  }

  /** The names that {@code --preset} takes. */
  static final class Presets implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(ModelPreset.values()).map(ModelPreset::presetName).iterator();
    }
  }
}
