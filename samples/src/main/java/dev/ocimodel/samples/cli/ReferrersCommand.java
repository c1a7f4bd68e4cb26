package dev.ocimodel.samples.cli;

import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.registry.RegistryClient;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What refers to an artifact: its signatures, bills of materials, attestations. */
@Command(
    name = "referrers",
    description = "Lists the manifests that refer to an artifact: digest, type, size.",
    footerHeading = "%nExample:%n",
    footer =
        "  ocimodel referrers registry.example/models/phi-4:v1 --artifact-type"
            + " application/spdx+json")
final class ReferrersCommand implements Runnable {

  @Parameters(paramLabel = "SOURCE", description = "oci:PATH:TAG or a reference.")
  @SuppressWarnings("NullAway.Init")
  private Location source;

  @Option(names = "--artifact-type", paramLabel = "TYPE", description = "Only those of this type.")
  private @Nullable String artifactType;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    try (RegistryClient client = registry.connect(source)) {
      ContentSource opened = source.openSource(client);
      Descriptor subject = opened.resolve(source.sourceName(opened));
      List<Descriptor> referrers =
          opened.referrers(
              subject.digest(), artifactType == null ? null : new MediaType(artifactType));
      print(subject, referrers);
    }
  }

  private void print(Descriptor subject, List<Descriptor> referrers) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("subject", subject.digest().toString());
      result.put("referrers", referrers.stream().map(ReferrersCommand::describe).toList());
      OutputOptions.print(out, result);
      return;
    }
    for (Descriptor referrer : referrers) {
      out.println(
          referrer.digest()
              + "  "
              + Sizes.show(referrer.size())
              + "  "
              + (referrer.artifactType() == null ? "-" : referrer.artifactType()));
    }
  }

  private static Map<String, Object> describe(Descriptor referrer) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("digest", referrer.digest().toString());
    json.put("mediaType", referrer.mediaType().value());
    json.put("size", referrer.size());
    json.put("artifactType", String.valueOf(referrer.artifactType()));
    json.put("annotations", referrer.annotations());
    return json;
  }
}
