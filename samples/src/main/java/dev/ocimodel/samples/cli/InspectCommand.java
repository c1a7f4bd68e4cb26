package dev.ocimodel.samples.cli;

import dev.ocimodel.model.ModelInfo;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.registry.RegistryClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is in an artifact, without downloading its weights. */
@Command(
    name = "inspect",
    description = "Shows what is in an artifact without downloading its weights.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocimodel inspect registry.example/models/phi-4:v1",
      "  ocimodel inspect registry.example/models/phi-4:v1 --tensors",
      "  ocimodel inspect oci:./phi-4.oci:v1 --json"
    })
final class InspectCommand implements Runnable {

  @Parameters(paramLabel = "SOURCE", description = "oci:PATH:TAG or a reference.")
  @SuppressWarnings("NullAway.Init")
  private Location source;

  @Option(
      names = "--tensors",
      description = "List the tensors of safetensors files, read from their headers by range.")
  private boolean tensors;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    try (RegistryClient client = registry.connect(source)) {
      ContentSource opened = source.openSource(client);
      ModelInfo info = ModelInfo.of(opened, source.sourceName(opened));
      if (json) {
        OutputOptions.print(spec.commandLine().getOut(), new InfoJson(info, tensors).toMap());
      } else {
        new InfoText(info, spec.commandLine().getOut()).print(tensors);
      }
    }
  }
}
