package dev.ocimodel.registry.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that holds secrets. Its errors name only our own words, never a key or a value that
 * was read. Field names are matched as Docker's reader matches them: exactly, else ignoring case.
 *
 * @param node the object
 * @param what what it is, for messages; must hold nothing that was read from it
 */
record DockerJson(ObjectNode node, String what) {

  static DockerJson parse(byte[] content, String what) {
    try {
      return new DockerJson(StrictJson.parseObject(content, what).node(), what);
    } catch (InvalidContentException e) {
      // Neither its message nor its cause may travel: both can quote the content.
      throw new InvalidContentException(
          "Invalid "
              + what
              + ": it is not one JSON object without duplicate keys"
              + location(e.getCause()));
    }
  }

  private static String location(@Nullable Throwable cause) {
    if (cause instanceof JsonProcessingException json && json.getLocation() != null) {
      return " (line "
          + json.getLocation().getLineNr()
          + ", column "
          + json.getLocation().getColumnNr()
          + ")";
    }
    return "";
  }

  /** Returns a text, empty when it is absent. */
  String text(String field) {
    JsonNode value = find(field);
    if (value == null) {
      return "";
    }
    if (!value.isTextual()) {
      throw invalid("field \"" + field + "\" must be a string");
    }
    return value.textValue();
  }

  /** Whether the field is there and not null. */
  boolean has(String field) {
    return find(field) != null;
  }

  /** Returns an object, empty when it is absent. */
  DockerJson object(String field) {
    JsonNode value = find(field);
    if (value == null) {
      return new DockerJson(StrictJson.newObject(), what);
    }
    if (!value.isObject()) {
      throw invalid("field \"" + field + "\" must be an object");
    }
    return new DockerJson((ObjectNode) value, what);
  }

  /**
   * Returns the object under a key that was read from the content.
   *
   * @param entry what to call it in messages
   */
  DockerJson entry(String key, String entry) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      return new DockerJson(StrictJson.newObject(), what);
    }
    if (!value.isObject()) {
      throw invalid(entry + " must be an object");
    }
    return new DockerJson((ObjectNode) value, what + ", " + entry);
  }

  List<String> keys() {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  InvalidContentException invalid(String problem) {
    return new InvalidContentException("Invalid " + what + ": " + problem);
  }

  private @Nullable JsonNode find(String field) {
    JsonNode exact = node.get(field);
    if (exact != null) {
      return exact.isNull() ? null : exact;
    }
    for (String key : keys()) {
      if (key.equalsIgnoreCase(field)) {
        JsonNode variant = node.get(key);
        return variant == null || variant.isNull() ? null : variant;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "DockerJson[" + what + ", ***]";
  }
}
