package dev.ocimodel.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The config blob of a ModelPack artifact (model-spec {@code docs/config.md}). Written without a
 * clock; read with patience, because tools in use write {@code {}} and older field names.
 *
 * @param description what it says about the model
 * @param diffIds digest of each layer uncompressed, or empty
 */
record ModelConfig(ModelDescription description, List<Digest> diffIds) {

  ModelConfig {
    diffIds = List.copyOf(diffIds);
  }

  Blob toBlob() {
    ObjectNode json = StrictJson.newObject();
    ObjectNode descriptor = json.putObject("descriptor");
    put(descriptor, "family", description.family());
    put(descriptor, "name", description.name());
    if (!description.licenses().isEmpty()) {
      ArrayNode licenses = descriptor.putArray("licenses");
      description.licenses().forEach(licenses::add);
    }
    ObjectNode modelfs = json.putObject("modelfs");
    modelfs.put("type", "layers");
    ArrayNode ids = modelfs.putArray("diffIds");
    diffIds.forEach(id -> ids.add(id.toString()));
    ObjectNode config = json.putObject("config");
    put(config, "architecture", description.architecture());
    put(config, "format", description.format());
    put(config, "paramSize", description.parameterSize());
    put(config, "precision", description.precision());
    put(config, "quantization", description.quantization());
    return Blob.of(ModelPack.CONFIG, StrictJson.toBytes(json));
  }

  private static void put(ObjectNode json, String field, @Nullable String value) {
    if (value != null) {
      json.put(field, value);
    }
  }

  /**
   * Reads a config.
   *
   * @throws InvalidContentException if it is not a JSON object, or names a malformed digest
   */
  static ModelConfig parse(byte[] content) {
    JsonNode json = StrictJson.parseObject(content, "model config").node();
    JsonNode config = json.path("config");
    JsonNode descriptor = json.path("descriptor");
    return new ModelConfig(
        new ModelDescription(
            text(descriptor, "name"),
            text(descriptor, "family"),
            text(config, "architecture"),
            text(config, "format"),
            text(config, "paramSize"),
            text(config, "precision"),
            text(config, "quantization"),
            texts(descriptor.path("licenses"))),
        diffIds(json.path("modelfs")));
  }

  /** ModelPack called them {@code diff_ids} up to v0.0.6. */
  private static List<Digest> diffIds(JsonNode modelfs) {
    JsonNode ids = modelfs.has("diffIds") ? modelfs.path("diffIds") : modelfs.path("diff_ids");
    return texts(ids).stream().map(Digest::parse).toList();
  }

  private static @Nullable String text(JsonNode json, String field) {
    return json.path(field).isTextual() ? json.path(field).textValue() : null;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : array) {
      if (item.isTextual()) {
        texts.add(item.textValue());
      }
    }
    return texts;
  }
}
