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
  private String place = "";

  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    Location location = Location.parse(place);
    PrintWriter out = spec.commandLine().getOut();
    try (RegistryClient client = registry.connect()) {
      Stream<String> tags =
          location.reference() != null
              ? client.repository(location.reference()).tags()
              : ((OciLayout) location.openSource(client)).tags().stream();
      tags.map(Printable::of).forEach(out::println);
    }
  }
}
