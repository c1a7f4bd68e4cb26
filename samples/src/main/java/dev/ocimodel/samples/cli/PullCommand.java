package dev.ocimodel.samples.cli;

import dev.ocimodel.model.ModelUnpacker;
import dev.ocimodel.model.UnpackResult;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Platform;
import dev.ocimodel.registry.RegistryClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** An artifact becomes a model directory. */
@Command(
    name = "pull",
    description = "Pulls an artifact into a directory; the model's files lie directly in it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocimodel pull registry.example/models/phi-4:v1 /models/phi-4",
      "  ocimodel pull oci:./phi-4.oci:v1 ./phi-4",
      "",
      "Every byte is verified before a file has its name. Run it again after an interruption: it"
          + " goes on."
    })
final class PullCommand implements Runnable {

  @Parameters(index = "0", paramLabel = "SOURCE", description = "oci:PATH:TAG or a reference.")
  @SuppressWarnings("NullAway.Init")
  private Location source;

  @Parameters(index = "1", paramLabel = "DIR", description = "Where the files go.")
  private Path directory = Path.of("");

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      converter = PlatformConverter.class,
      description = "Which manifest of an index to take (default: linux/amd64).")
  private @Nullable Platform platform;

  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    try (RegistryClient client = registry.connect(source);
        Interruptible interruptible = new Interruptible()) {
      ContentSource opened = source.openSource(client);
      UnpackResult result;
      try (Progress progress = output.progress(spec.commandLine().getErr())) {
        ModelUnpacker unpacker =
            ModelUnpacker.create()
                .withTransfer(interruptible.transfer(registry.connections(), progress.listener()));
        if (platform != null) {
          unpacker = unpacker.withPlatform(platform);
        }
        result = unpacker.unpack(opened, source.sourceName(opened), directory);
      }
      print(result);
    }
  }

  private void print(UnpackResult result) {
    if (output.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("digest", result.root().digest().toString());
      json.put("kind", result.kind().name());
      json.put("files", result.files());
      json.put("fetchedBytes", result.fetchedBytes());
      json.put("reusedBytes", result.reusedBytes());
      OutputOptions.print(spec.commandLine().getOut(), json);
      return;
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%d files in %s: %s fetched, %s there already%n%s%n",
            result.files().size(),
            directory,
            Sizes.show(result.fetchedBytes()),
            Sizes.show(result.reusedBytes()),
            result.root().digest());
  }

  /** Reads a platform where the command line is read, so that a malformed one is wrong usage. */
  static final class PlatformConverter implements ITypeConverter<Platform> {
    @Override
    public Platform convert(String text) {
      try {
        return Platform.parse(text);
      } catch (InvalidContentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
