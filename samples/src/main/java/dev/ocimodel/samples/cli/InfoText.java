package dev.ocimodel.samples.cli;

import dev.ocimodel.model.ModelDescription;
import dev.ocimodel.model.ModelFile;
import dev.ocimodel.model.ModelInfo;
import dev.ocimodel.model.format.SafetensorsHeader;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An artifact described in lines. */
final class InfoText {

  private final ModelInfo info;
  private final PrintWriter out;

  InfoText(ModelInfo info, PrintWriter out) {
    this.info = info;
    this.out = out;
  }

  void print(boolean tensors) {
    field("digest", info.root().digest().toString());
    field("kind", info.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    field("type", info.artifactType().map(Object::toString).orElse(null));
    describe(info.description());
    out.println();
    info.files().forEach(this::file);
    info.unlistedLayers()
        .forEach(
            layer ->
                line("%10s  %s, contents not listed", Sizes.show(layer.size()), layer.mediaType()));
    line("%10s  in %d layers", Sizes.show(info.layerBytes()), info.manifest().layers().size());
    if (tensors) {
      info.tensors().forEach(this::tensors);
    }
  }

  private void describe(ModelDescription description) {
    field("name", description.name());
    field("family", description.family());
    field("architecture", description.architecture());
    field("format", description.format());
    field("parameters", description.parameterSize());
    field("precision", description.precision());
    field("quantization", description.quantization());
    field(
        "licences",
        description.licenses().isEmpty() ? null : String.join(", ", description.licenses()));
  }

  private void file(ModelFile file) {
    line(
        "%10s  %-50s %-8s %s",
        (file.sizeKnown() ? "" : "~") + Sizes.show(file.size()),
        file.path(),
        file.category().name().toLowerCase(Locale.ROOT),
        file.layerFormat().name().toLowerCase(Locale.ROOT).replace('_', '+'));
  }

  private void tensors(String path, SafetensorsHeader header) {
    out.println();
    line("%s: %d tensors, %,d parameters", path, header.tensors().size(), header.parameterCount());
    header
        .tensors()
        .forEach(
            tensor ->
                line(
                    "  %-60s %-8s %s",
                    tensor.name(),
                    tensor.dtype(),
                    tensor.shape().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining("×"))));
  }

  private void field(String name, @Nullable String value) {
    if (value != null) {
      line("%-13s %s", name, value);
    }
  }

  /** Everything but our own words is foreign. */
  private void line(String format, Object... values) {
    Object[] shown =
        Arrays.stream(values)
            .map(v -> v instanceof Number ? v : Printable.of(v.toString()))
            .toArray();
    out.println(String.format(Locale.ROOT, format, shown).stripTrailing());
  }
}
