package dev.ocimodel.oci.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.InvalidContentException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to the fields of one JSON object. A field that is {@code null} counts as absent; a
 * field of another type is an {@link InvalidContentException} that names the field.
 */
public final class JsonFields {

  private final ObjectNode node;
  private final String what;

  JsonFields(ObjectNode node, String what) {
    this.node = node;
    this.what = what;
  }

  /** Returns the underlying tree. */
  public ObjectNode node() {
    return node;
  }

  /** Whether the field is there and not null. */
  public boolean has(String field) {
    return node.hasNonNull(field);
  }

  /** Returns the field names in document order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /**
   * Refuses a key that differs from one of {@code known} only in case: readers that ignore case
   * (Go's among them) would take it for the known one.
   */
  public void rejectCaseVariants(Set<String> known) {
    for (String name : names()) {
      for (String expected : known) {
        if (name.equalsIgnoreCase(expected) && !name.equals(expected)) {
          throw invalid("field \"" + name + "\" can be taken for \"" + expected + "\"");
        }
      }
    }
  }

  /** Returns a text field, or null when it is absent. */
  public @Nullable String string(String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw wrongType(field, "a string", value);
    }
    return value.textValue();
  }

  /** Returns a text field that must be there. */
  public String requiredString(String field) {
    String value = string(field);
    if (value == null) {
      throw missing(field);
    }
    return value;
  }

  /** Returns a whole-number field, or null when it is absent. */
  public @Nullable Long integer(String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrongType(field, "a 64-bit integer", value);
    }
    return value.longValue();
  }

  /** Returns a whole-number field that must be there. */
  public long requiredInteger(String field) {
    Long value = integer(field);
    if (value == null) {
      throw missing(field);
    }
    return value;
  }

  /** Returns an object field, or null when it is absent. */
  public @Nullable JsonFields object(String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isObject()) {
      throw wrongType(field, "an object", value);
    }
    return new JsonFields((ObjectNode) value, what + ", field \"" + field + "\"");
  }

  /** Returns an object field that must be there. */
  public JsonFields requiredObject(String field) {
    JsonFields value = object(field);
    if (value == null) {
      throw missing(field);
    }
    return value;
  }

  /** Returns an array of objects, empty when it is absent. */
  public List<JsonFields> objects(String field) {
    List<JsonFields> result = new ArrayList<>();
    for (JsonNode item : array(field)) {
      if (!item.isObject()) {
        throw wrongType(field, "an array of objects", item);
      }
      result.add(
          new JsonFields(
              (ObjectNode) item, what + ", field \"" + field + "[" + result.size() + "]\""));
    }
    return result;
  }

  /** Returns an array of texts, empty when it is absent. */
  public List<String> strings(String field) {
    List<String> result = new ArrayList<>();
    for (JsonNode item : array(field)) {
      if (!item.isTextual()) {
        throw wrongType(field, "an array of strings", item);
      }
      result.add(item.textValue());
    }
    return List.copyOf(result);
  }

  /** Returns an object whose values are all texts, empty when it is absent. */
  public Map<String, String> stringMap(String field) {
    JsonFields object = object(field);
    if (object == null) {
      return Map.of();
    }
    Map<String, String> result = new LinkedHashMap<>();
    for (String key : object.names()) {
      result.put(key, object.requiredString(key));
    }
    return result;
  }

  /** Returns the exception for something wrong with this object, naming what it is part of. */
  public InvalidContentException invalid(String problem) {
    return new InvalidContentException("Invalid " + what + ": " + problem);
  }

  private Iterable<JsonNode> array(String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw wrongType(field, "an array", value);
    }
    return value;
  }

  private InvalidContentException missing(String field) {
    return invalid("field \"" + field + "\" is missing");
  }

  private InvalidContentException wrongType(String field, String expected, JsonNode found) {
    return invalid(
        "field \"" + field + "\" must be " + expected + ", found " + StrictJson.typeOf(found));
  }
}
