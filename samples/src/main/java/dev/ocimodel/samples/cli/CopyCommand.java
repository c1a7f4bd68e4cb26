package dev.ocimodel.samples.cli;

import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.Platform;
import dev.ocimodel.oci.transfer.Layers;
import dev.ocimodel.oci.transfer.PlannedItem;
import dev.ocimodel.oci.transfer.PlannedRoot;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferBytes;
import dev.ocimodel.oci.transfer.TransferResult;
import dev.ocimodel.registry.RegistryClient;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      "  ocimodel copy registry.example/models/phi-4:v1 oci:./some.oci:v1 --include '*.json'",
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

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description = "Only the layers of these names, into a layout; may be given again.")
  private List<String> include = List.of();

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      converter = PullCommand.PlatformConverter.class,
      description = "Of an index, only the manifest of this platform.")
  private @Nullable Platform platform;

  @Option(names = "--referrers", description = "With it what refers to it, such as signatures.")
  private boolean referrers;

  @Option(names = "--dry-run", description = "Say what would move, and move nothing.")
  private boolean dryRun;

  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    try (RegistryClient client = registry.connect(source, target);
        Interruptible interruptible = new Interruptible()) {
      ContentSource opened = source.openSource(client);
      String name = source.sourceName(opened);
      try (Progress progress = output.progress(spec.commandLine().getErr())) {
        Transfer transfer =
            scoped(interruptible.transfer(registry.connections(), progress.listener()));
        if (dryRun) {
          print(transfer.plan(opened, name, target.openTarget(client)));
        } else {
          print(transfer.copy(opened, name, target.openTarget(client), target.targetName(name)));
        }
      }
    }
  }

  private Transfer scoped(Transfer transfer) {
    Transfer scoped = referrers ? transfer.withReferrers() : transfer;
    if (platform != null) {
      scoped = scoped.withPlatform(platform);
    }
    return include.isEmpty()
        ? scoped
        : scoped.withSelection(Layers.named(include.toArray(String[]::new)));
  }

  private void print(TransferResult result) {
    TransferBytes bytes = result.bytes();
    if (output.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("digest", result.root().digest().toString());
      json.put("blobs", result.blobs());
      json.put("copiedBytes", bytes.copied());
      json.put("skippedBytes", bytes.skipped());
      json.put("mountedBytes", bytes.mounted());
      json.put("resumedBytes", bytes.resumed());
      json.put("retriedBytes", bytes.retried());
      OutputOptions.print(spec.commandLine().getOut(), json);
      return;
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%s copied, %s there already, %s mounted%s%s%n%s%n",
            Sizes.show(bytes.copied()),
            Sizes.show(bytes.skipped()),
            Sizes.show(bytes.mounted()),
            some(bytes.resumed(), "resumed"),
            some(bytes.retried(), "moved again after failures"),
            result.root().digest());
  }

  private static String some(long bytes, String what) {
    return bytes == 0 ? "" : ", " + Sizes.show(bytes) + " " + what;
  }

  private void print(PlannedRoot plan) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.json()) {
      OutputOptions.print(out, json(plan));
      return;
    }
    for (PlannedItem item : plan.items()) {
      out.printf(
          "%-9s %10s  %s  %s%n",
          word(item.action()),
          Sizes.show(item.descriptor().size()),
          item.descriptor().digest(),
          Printable.of(item.descriptor().mediaType().value()));
    }
    out.printf(
        "%s would be copied, %s are there already%n%s%n",
        Sizes.show(plan.bytes(PlannedItem.Action.COPY)),
        Sizes.show(plan.bytes(PlannedItem.Action.SKIP)),
        plan.root().digest());
  }

  private static Map<String, Object> json(PlannedRoot plan) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("digest", plan.root().digest().toString());
    json.put("copyBytes", plan.bytes(PlannedItem.Action.COPY));
    json.put("skipBytes", plan.bytes(PlannedItem.Action.SKIP));
    json.put("items", plan.items().stream().map(CopyCommand::json).toList());
    return json;
  }

  private static Map<String, Object> json(PlannedItem item) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("action", word(item.action()));
    json.put("digest", item.descriptor().digest().toString());
    json.put("size", item.descriptor().size());
    json.put("mediaType", item.descriptor().mediaType().value());
    return json;
  }

  private static String word(PlannedItem.Action action) {
    return action.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
