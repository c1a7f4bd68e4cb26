package dev.ocimodel.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Derives a model's description from its files alone: {@code config.json}, the headers of its
 * weights, the front matter of its model card. What cannot be understood is left out: a packer is
 * no judge of it.
 */
final class ModelDescriber {

  private static final int MAX_TEXT_FILE = 4 * 1024 * 1024;

  private final List<SourceFile> files;
  private final JsonNode config;

  private ModelDescriber(List<SourceFile> files) throws IOException {
    this.files = files;
    this.config = json("config.json");
  }

  /**
   * Describes a model.
   *
   * @throws StorageException if a file cannot be read at all
   */
  static ModelDescription describe(List<SourceFile> files) {
    try {
      return new ModelDescriber(files).describe();
    } catch (IOException e) {
      throw new StorageException("Cannot read the model's description: " + e, e);
    }
  }

  private ModelDescription describe() throws IOException {
    WeightSummary weights = WeightSummary.of(files);
    String quantization = text(config.path("quantization_config"), "quant_method");
    return new ModelDescription(
        null,
        text(config, "model_type"),
        text(config.path("architectures"), 0),
        format(),
        // Packed integers hold several parameters each: their count would be wrong.
        quantization == null ? weights.parameterSize() : null,
        weights.precision() != null ? weights.precision() : declaredPrecision(),
        quantization,
        ModelCard.licenses(content("README.md")));
  }

  /** {@code dtype} is the newer name of {@code torch_dtype}; composite models nest it. */
  private @Nullable String declaredPrecision() {
    for (JsonNode at : List.of(config, config.path("text_config"))) {
      for (String field : List.of("dtype", "torch_dtype")) {
        String value = text(at, field);
        if (value != null) {
          return value;
        }
      }
    }
    return null;
  }

  /** The format that most bytes of weights are in. */
  private @Nullable String format() {
    Map<FileFormat, Long> bytes = new TreeMap<>();
    files.stream()
        .filter(file -> file.format().isWeights())
        .forEach(file -> bytes.merge(file.format(), file.size(), Long::sum));
    return bytes.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(entry -> entry.getKey().toString())
        .orElse(null);
  }

  private JsonNode json(String path) throws IOException {
    byte[] content = content(path);
    try {
      return content.length == 0
          ? MissingNode.getInstance()
          : StrictJson.parseObject(content, path).node();
    } catch (InvalidContentException e) {
      return MissingNode.getInstance(); // Python writes NaN and Infinity, which JSON has not
    }
  }

  private byte[] content(String path) throws IOException {
    Optional<SourceFile> file =
        files.stream()
            .filter(candidate -> candidate.path().equals(path))
            .filter(candidate -> candidate.size() <= MAX_TEXT_FILE)
            .findFirst();
    if (file.isEmpty()) {
      return new byte[0];
    }
    try (InputStream in = file.get().open()) {
      return in.readNBytes(MAX_TEXT_FILE);
    }
  }

  private static @Nullable String text(JsonNode json, String field) {
    return json.path(field).isTextual() ? json.path(field).textValue() : null;
  }

  private static @Nullable String text(JsonNode array, int index) {
    return array.path(index).isTextual() ? array.path(index).textValue() : null;
  }
}
