package dev.ocimodel.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.json.StrictJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The config of a KitOps ModelKit: its Kitfile with the digest of each layer.
 *
 * @param description what it says about the model
 * @param paths the path of each layer's content, by the layer's digest, not checked
 */
record Kitfile(ModelDescription description, Map<Digest, String> paths) {

  Kitfile {
    paths = Map.copyOf(paths);
  }

  static Kitfile parse(byte[] content) {
    JsonNode json = StrictJson.parseObject(content, "ModelKit config").node();
    Map<Digest, String> paths = new HashMap<>();
    collect(json.path("model"), paths);
    for (String part : List.of("code", "datasets", "docs")) {
      json.path(part).forEach(item -> collect(item, paths));
    }
    json.path("model").path("parts").forEach(item -> collect(item, paths));
    String license = text(json.path("package"), "license");
    return new Kitfile(
        new ModelDescription(
            text(json.path("package"), "name"),
            null,
            null,
            text(json.path("model"), "format"),
            null,
            null,
            null,
            license == null ? List.of() : List.of(license)),
        paths);
  }

  private static void collect(JsonNode item, Map<Digest, String> paths) {
    String digest = text(item, "digest");
    String path = text(item, "path");
    if (digest != null && path != null) {
      paths.put(Digest.parse(digest), path);
    }
  }

  private static @Nullable String text(JsonNode json, String field) {
    return json.path(field).isTextual() ? json.path(field).textValue() : null;
  }
}
