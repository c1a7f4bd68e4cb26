package dev.ocimodel.samples.cli;

import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.transfer.TransferResult;
import dev.ocimodel.registry.RegistryClient;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** An artifact moves from one place to another. */
@Command(
    name = "copy",
    description = "Copies an artifact between layouts and registries, in either direction.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocimodel copy oci:./phi-4.oci:v1 registry.example/models/phi-4:v1",
      "  ocimodel copy registry.example/models/phi-4:v1 oci:./phi-4.oci:v1",
      "  ocimodel copy a.example/models/phi-4:v1 b.example/models/phi-4:v1",
      "",
      "What the target has already is not moved again. The last line is the digest."
    })
final class CopyCommand implements Runnable {

  @Parameters(index = "0", paramLabel = "SOURCE", description = "oci:PATH:TAG or a reference.")
  @SuppressWarnings("NullAway.Init")
  private Location source;

  @Parameters(index = "1", paramLabel = "TARGET", description = "oci:PATH:TAG or a reference.")
  @SuppressWarnings("NullAway.Init")
  private Location target;

  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    try (RegistryClient client = registry.connect(source, target);
        Interruptible interruptible = new Interruptible()) {
      ContentSource opened = source.openSource(client);
      String name = source.sourceName(opened);
      TransferResult result;
      try (Progress progress = output.progress(spec.commandLine().getErr())) {
        result =
            interruptible
                .transfer(registry.connections(), progress)
                .copy(opened, name, target.openTarget(client), target.targetName(name));
      }
      print(result);
    }
  }

  private void print(TransferResult result) {
    if (output.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("digest", result.root().digest().toString());
      json.put("blobs", result.blobs());
      json.put("copiedBytes", result.copiedBytes());
      json.put("skippedBytes", result.skippedBytes());
      json.put("mountedBytes", result.mountedBytes());
      OutputOptions.print(spec.commandLine().getOut(), json);
      return;
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%s copied, %s there already, %s mounted%n%s%n",
            Sizes.show(result.copiedBytes()),
            Sizes.show(result.skippedBytes()),
            Sizes.show(result.mountedBytes()),
            result.root().digest());
  }
}
