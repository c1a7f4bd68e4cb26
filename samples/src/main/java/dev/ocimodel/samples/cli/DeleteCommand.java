package dev.ocimodel.samples.cli;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.registry.RegistryClient;
import dev.ocimodel.registry.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** An artifact goes away. */
@Command(
    name = "delete",
    description = "Deletes an artifact with all its tags, or one tag only.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocimodel delete registry.example/models/phi-4:v1",
      "  ocimodel delete oci:./phi-4.oci:v1 --tag-only"
    })
final class DeleteCommand implements Runnable {

  @Parameters(paramLabel = "PLACE", description = "oci:PATH:TAG or a reference.")
  @SuppressWarnings("NullAway.Init")
  private Location place;

  @Option(names = "--tag-only", description = "Keep the artifact, remove the tag.")
  private boolean tagOnly;

  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    String name = place.name();
    if (name == null) {
      throw new IllegalArgumentException("Say which: " + place + " has no tag and no digest");
    }
    try (RegistryClient client = registry.connect(place)) {
      if (place.reference() != null) {
        delete(client.repository(place.reference()), name);
      } else {
        delete((OciLayout) place.openSource(client), name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not delete " + place + ": " + e.getMessage(), e);
    }
  }

  private void delete(Repository repository, String name) throws IOException {
    if (tagOnly) {
      repository.untag(name);
    } else {
      Descriptor root = repository.resolve(name);
      repository.delete(root.digest());
      spec.commandLine().getOut().println(root.digest());
    }
  }

  private void delete(OciLayout layout, String name) throws IOException {
    if (tagOnly) {
      layout.untag(name);
    } else {
      Descriptor root = layout.resolve(name);
      layout.delete(root.digest());
      spec.commandLine().getOut().println(root.digest());
    }
  }
}
