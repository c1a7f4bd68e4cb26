package dev.ocimodel.registry.hosts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.text.ForeignText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of a TOML file. Its errors name file and key, and never a value: it may be secret.
 *
 * @param file for messages
 * @param where the table's own key in messages, empty for the whole file
 * @param name the last part of that key as it stands in the file
 * @param node the table
 */
record TomlTable(Path file, String where, String name, JsonNode node) {

  private static final int MAX_ENTRIES = 64;

  static TomlTable root(Path file, @Nullable JsonNode node) {
    if (node == null || !node.isObject()) {
      throw new InvalidContentException("Invalid " + file + ": it holds no TOML table");
    }
    return new TomlTable(file, "", "", node);
  }

  boolean has(String key) {
    return node.has(key);
  }

  List<String> keys() {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** Returns the tables in a table, in the order of the file. */
  List<TomlTable> tables(String key) {
    TomlTable parent = table(key);
    List<TomlTable> tables = new ArrayList<>();
    if (parent != null) {
      for (String child : parent.keys()) {
        TomlTable table = parent.table(child);
        if (table != null) {
          tables.add(table);
        }
      }
    }
    return tables;
  }

  @Nullable TomlTable table(String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      return null;
    }
    if (!value.isObject()) {
      throw invalid(key, "it must be a table");
    }
    return new TomlTable(file, path(key), key, value);
  }

  @Nullable String string(String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw invalid(key, "it must be a string");
    }
    return value.textValue();
  }

  /** Returns false when it is absent. */
  boolean bool(String key) {
    JsonNode value = node.get(key);
    if (value != null && !value.isBoolean()) {
      throw invalid(key, "it must be true or false");
    }
    return value != null && value.booleanValue();
  }

  /** Returns one string or an array of them as a list, empty when it is absent. */
  List<String> strings(String key) {
    List<String> strings = new ArrayList<>();
    for (JsonNode value : values(key)) {
      if (!value.isTextual()) {
        throw invalid(key, "it must be a string or an array of strings");
      }
      strings.add(value.textValue());
    }
    return strings;
  }

  /** Returns one string, or an array of strings and pairs of strings. */
  List<List<String>> stringsOrPairs(String key) {
    List<List<String>> found = new ArrayList<>();
    for (JsonNode value : values(key)) {
      boolean pair =
          value.isArray()
              && value.size() == 2
              && value.get(0).isTextual()
              && value.get(1).isTextual();
      if (!pair && !value.isTextual()) {
        throw invalid(key, "it must be a string, or an array of strings or of pairs of them");
      }
      found.add(
          pair
              ? List.of(value.get(0).textValue(), value.get(1).textValue())
              : List.of(value.textValue()));
    }
    return found;
  }

  private List<JsonNode> values(String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      return List.of(value);
    }
    if (value.size() > MAX_ENTRIES) {
      throw invalid(key, "it has more than " + MAX_ENTRIES + " entries");
    }
    List<JsonNode> values = new ArrayList<>();
    value.forEach(values::add);
    return values;
  }

  /**
   * @param key a key in this table, or null for the table itself
   */
  InvalidContentException invalid(@Nullable String key, @Nullable String problem) {
    return new InvalidContentException(
        "Invalid " + file + ": " + (key == null ? where : path(key)) + ": " + problem);
  }

  private String path(String key) {
    String shown = key.matches("[A-Za-z0-9_-]+") ? key : ForeignText.quote(key);
    return where.isEmpty() ? shown : where + "." + shown;
  }
}
