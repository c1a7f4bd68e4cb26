package dev.ocimodel.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.json.JsonFields;
import dev.ocimodel.oci.json.StrictJson;
import dev.ocimodel.oci.text.ForeignText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Manifests and indexes between bytes and views. */
final class ManifestJson {

  private static final Set<String> KNOWN =
      Set.of(
          "schemaVersion",
          "mediaType",
          "artifactType",
          "config",
          "layers",
          "manifests",
          "subject",
          "annotations");

  private ManifestJson() {}

  /** Parses; {@code content} becomes part of the result and must not change afterwards. */
  static Manifest parse(MediaType mediaType, byte[] content) {
    if (!mediaType.isManifest()) {
      throw new InvalidContentException(
          "Cannot read "
              + mediaType
              + " as a manifest; expected an OCI or Docker schema 2 manifest"
              + " or index");
    }
    JsonFields json = StrictJson.parseObject(content, "manifest (" + mediaType + ")");
    json.rejectCaseVariants(KNOWN);
    checkSchema(json);
    checkMediaType(json, mediaType);
    checkShape(json, mediaType);
    return mediaType.isIndex()
        ? parseIndex(mediaType, content, json)
        : parseManifest(mediaType, content, json);
  }

  private static void checkSchema(JsonFields json) {
    if (json.requiredInteger("schemaVersion") != 2) {
      throw json.invalid("schemaVersion must be 2; Docker's schema 1 is not supported");
    }
  }

  private static void checkMediaType(JsonFields json, MediaType expected) {
    String declared = json.string("mediaType");
    if (declared != null && !declared.isEmpty() && !declared.equals(expected.value())) {
      throw json.invalid("its mediaType field says " + ForeignText.quote(declared));
    }
  }

  private static void checkShape(JsonFields json, MediaType mediaType) {
    boolean hasManifests = json.node().has("manifests");
    boolean hasContent = json.node().has("layers") || json.node().has("config");
    if (hasManifests && hasContent) {
      throw json.invalid("it has \"manifests\" beside \"layers\" or \"config\"");
    }
    String required = mediaType.isIndex() ? "manifests" : "layers";
    if (!json.node().has(required)) { // null is what Go programs write for an empty list
      throw json.invalid("field \"" + required + "\" is missing");
    }
  }

  private static ImageManifest parseManifest(MediaType mediaType, byte[] content, JsonFields json) {
    return new ImageManifest(
        mediaType,
        content,
        artifactType(json),
        DescriptorJson.parse(json.requiredObject("config")),
        DescriptorJson.parseAll(json.objects("layers")),
        subject(json),
        json.stringMap("annotations"));
  }

  private static ImageIndex parseIndex(MediaType mediaType, byte[] content, JsonFields json) {
    return new ImageIndex(
        mediaType,
        content,
        artifactType(json),
        DescriptorJson.parseAll(json.objects("manifests")),
        subject(json),
        json.stringMap("annotations"));
  }

  private static @Nullable MediaType artifactType(JsonFields json) {
    String value = DescriptorJson.emptyToNull(json.string("artifactType"));
    return value == null ? null : new MediaType(value);
  }

  private static @Nullable Descriptor subject(JsonFields json) {
    JsonFields subject = json.object("subject");
    return subject == null ? null : DescriptorJson.parse(subject);
  }

  static byte[] render(
      MediaType mediaType,
      @Nullable MediaType artifactType,
      Descriptor config,
      List<Descriptor> layers,
      @Nullable Descriptor subject,
      Map<String, String> annotations) {
    ObjectNode json = header(mediaType, artifactType);
    json.set("config", DescriptorJson.render(config));
    DescriptorJson.renderAll(json.putArray("layers"), layers);
    return finish(json, subject, annotations);
  }

  static byte[] render(
      MediaType mediaType,
      @Nullable MediaType artifactType,
      List<Descriptor> manifests,
      @Nullable Descriptor subject,
      Map<String, String> annotations) {
    ObjectNode json = header(mediaType, artifactType);
    DescriptorJson.renderAll(json.putArray("manifests"), manifests);
    return finish(json, subject, annotations);
  }

  private static ObjectNode header(MediaType mediaType, @Nullable MediaType artifactType) {
    ObjectNode json = StrictJson.newObject();
    json.put("schemaVersion", 2);
    json.put("mediaType", mediaType.value());
    if (artifactType != null) {
      json.put("artifactType", artifactType.value());
    }
    return json;
  }

  private static byte[] finish(
      ObjectNode json, @Nullable Descriptor subject, Map<String, String> annotations) {
    if (subject != null) {
      json.set("subject", DescriptorJson.render(subject));
    }
    DescriptorJson.putMap(json, "annotations", annotations);
    return StrictJson.toBytes(json);
  }
}
