package dev.ocimodel.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.json.JsonFields;
import dev.ocimodel.oci.json.StrictJson;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Descriptors and platforms between JSON and records; unknown fields are passed over. */
final class DescriptorJson {

  private static final Set<String> KNOWN =
      Set.of(
          "mediaType", "digest", "size", "annotations", "artifactType", "platform", "urls", "data");

  private DescriptorJson() {}

  static Descriptor parse(JsonFields json) {
    json.rejectCaseVariants(KNOWN);
    String artifactType = json.string("artifactType");
    JsonFields platform = json.object("platform");
    return new Descriptor(
        new MediaType(json.requiredString("mediaType")),
        Digest.parse(json.requiredString("digest")),
        json.requiredInteger("size"),
        json.stringMap("annotations"),
        artifactType == null || artifactType.isEmpty() ? null : new MediaType(artifactType),
        platform == null ? null : parsePlatform(platform),
        json.strings("urls"),
        json.string("data"));
  }

  static List<Descriptor> parseAll(List<JsonFields> json) {
    return json.stream().map(DescriptorJson::parse).toList();
  }

  private static Platform parsePlatform(JsonFields json) {
    return new Platform(
        json.requiredString("os"),
        json.requiredString("architecture"),
        emptyToNull(json.string("variant")),
        emptyToNull(json.string("os.version")),
        json.strings("os.features"));
  }

  static @Nullable String emptyToNull(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  static ObjectNode render(Descriptor descriptor) {
    ObjectNode json = StrictJson.newObject();
    json.put("mediaType", descriptor.mediaType().value());
    json.put("digest", descriptor.digest().toString());
    json.put("size", descriptor.size());
    putAll(json, "urls", descriptor.urls());
    putMap(json, "annotations", descriptor.annotations());
    if (descriptor.data() != null) {
      json.put("data", descriptor.data());
    }
    if (descriptor.platform() != null) {
      json.set("platform", render(descriptor.platform()));
    }
    if (descriptor.artifactType() != null) {
      json.put("artifactType", descriptor.artifactType().value());
    }
    return json;
  }

  private static ObjectNode render(Platform platform) {
    ObjectNode json = StrictJson.newObject();
    json.put("architecture", platform.architecture());
    json.put("os", platform.os());
    if (platform.osVersion() != null) {
      json.put("os.version", platform.osVersion());
    }
    putAll(json, "os.features", platform.osFeatures());
    if (platform.variant() != null) {
      json.put("variant", platform.variant());
    }
    return json;
  }

  static ArrayNode renderAll(ArrayNode array, List<Descriptor> descriptors) {
    descriptors.forEach(descriptor -> array.add(render(descriptor)));
    return array;
  }

  static void putAll(ObjectNode json, String field, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = json.putArray(field);
      values.forEach(array::add);
    }
  }

  static void putMap(ObjectNode json, String field, Map<String, String> values) {
    if (!values.isEmpty()) {
      ObjectNode object = json.putObject(field);
      values.forEach(object::put);
    }
  }
}
