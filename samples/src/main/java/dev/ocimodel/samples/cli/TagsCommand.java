package dev.ocimodel.samples.cli;

import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.registry.RegistryClient;
import java.io.PrintWriter;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The names in a place. */
@Command(
    name = "tags",
    description = "Lists the tags of a repository or layout, one per line.",
    footerHeading = "%nExamples:%n",
    footer = {"  ocimodel tags registry.example/models/phi-4", "  ocimodel tags oci:./phi-4.oci"})
final class TagsCommand implements Runnable {

  @Parameters(paramLabel = "PLACE", description = "REGISTRY/REPOSITORY or oci:PATH.")
  @SuppressWarnings("NullAway.Init")
  private Location place;

  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    try (RegistryClient client = registry.connect(place)) {
      Stream<String> tags =
          place.reference() != null
              ? client.repository(place.reference()).tags()
              : ((OciLayout) place.openSource(client)).tags().stream();
      tags.map(Printable::of).forEach(out::println);
    }
  }
}
