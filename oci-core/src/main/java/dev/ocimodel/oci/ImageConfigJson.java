package dev.ocimodel.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.ImageConfig.History;
import dev.ocimodel.oci.ImageConfig.RunConfig;
import dev.ocimodel.oci.json.JsonFields;
import dev.ocimodel.oci.json.StrictJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Image configurations between bytes and records; unknown and reserved fields are passed over. */
final class ImageConfigJson {

  private ImageConfigJson() {}

  static ImageConfig parse(byte[] content) {
    JsonFields json = StrictJson.parseObject(content, "image configuration");
    JsonFields rootfs = json.requiredObject("rootfs");
    if (!rootfs.requiredString("type").equals("layers")) {
      throw rootfs.invalid("field \"type\" must be \"layers\"");
    }
    JsonFields config = json.object("config");
    return new ImageConfig(
        new Platform(
            json.requiredString("os"),
            json.requiredString("architecture"),
            DescriptorJson.emptyToNull(json.string("variant")),
            DescriptorJson.emptyToNull(json.string("os.version")),
            json.strings("os.features")),
        json.string("created"),
        json.string("author"),
        config == null ? RunConfig.EMPTY : parseRunConfig(config),
        rootfs.strings("diff_ids").stream().map(Digest::parse).toList(),
        json.objects("history").stream().map(ImageConfigJson::parseHistory).toList());
  }

  private static RunConfig parseRunConfig(JsonFields json) {
    return new RunConfig(
        DescriptorJson.emptyToNull(json.string("User")),
        keys(json.object("ExposedPorts")),
        json.strings("Env"),
        json.strings("Entrypoint"),
        json.strings("Cmd"),
        keys(json.object("Volumes")),
        DescriptorJson.emptyToNull(json.string("WorkingDir")),
        json.stringMap("Labels"),
        DescriptorJson.emptyToNull(json.string("StopSignal")));
  }

  private static List<String> keys(@Nullable JsonFields set) {
    return set == null ? List.of() : set.names();
  }

  private static History parseHistory(JsonFields json) {
    return new History(
        json.string("created"),
        json.string("created_by"),
        json.string("author"),
        json.string("comment"),
        json.node().path("empty_layer").asBoolean(false));
  }

  static byte[] render(ImageConfig config) {
    ObjectNode json = StrictJson.newObject();
    put(json, "created", config.created());
    put(json, "author", config.author());
    Platform platform = config.platform();
    json.put("architecture", platform.architecture());
    json.put("os", platform.os());
    put(json, "os.version", platform.osVersion());
    DescriptorJson.putAll(json, "os.features", platform.osFeatures());
    put(json, "variant", platform.variant());
    json.set("config", render(config.runConfig()));
    ObjectNode rootfs = json.putObject("rootfs");
    rootfs.put("type", "layers");
    ArrayNode diffIds = rootfs.putArray("diff_ids");
    config.diffIds().forEach(id -> diffIds.add(id.toString()));
    if (!config.history().isEmpty()) {
      ArrayNode history = json.putArray("history");
      config.history().forEach(entry -> history.add(render(entry)));
    }
    return StrictJson.toBytes(json);
  }

  private static ObjectNode render(RunConfig config) {
    ObjectNode json = StrictJson.newObject();
    put(json, "User", config.user());
    putSet(json, "ExposedPorts", config.exposedPorts());
    DescriptorJson.putAll(json, "Env", config.env());
    DescriptorJson.putAll(json, "Entrypoint", config.entrypoint());
    DescriptorJson.putAll(json, "Cmd", config.command());
    putSet(json, "Volumes", config.volumes());
    put(json, "WorkingDir", config.workingDirectory());
    DescriptorJson.putMap(json, "Labels", config.labels());
    put(json, "StopSignal", config.stopSignal());
    return json;
  }

  private static ObjectNode render(History entry) {
    ObjectNode json = StrictJson.newObject();
    put(json, "created", entry.created());
    put(json, "created_by", entry.createdBy());
    put(json, "author", entry.author());
    put(json, "comment", entry.comment());
    if (entry.emptyLayer()) {
      json.put("empty_layer", true);
    }
    return json;
  }

  private static void put(ObjectNode json, String field, @Nullable String value) {
    if (value != null) {
      json.put(field, value);
    }
  }

  private static void putSet(ObjectNode json, String field, List<String> keys) {
    if (!keys.isEmpty()) {
      ObjectNode set = json.putObject(field);
      keys.forEach(set::putObject);
    }
  }
}
