package dev.ocimodel.k8s;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A strict reading of Kubernetes' published OpenAPI v3: a field the schema does not name is a
 * problem, as it is to {@code fieldValidation=Strict}, although the schema itself would let it
 * pass.
 */
final class OpenApiSchema {

  private static final String REF_PREFIX = "#/components/schemas/";
  private static final YAMLMapper STRICT_YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  private final JsonNode schemas;

  private OpenApiSchema(JsonNode document) {
    this.schemas = document.path("components").path("schemas");
  }

  static OpenApiSchema read(Path file) {
    return new OpenApiSchema(new JsonMapper().readTree(file));
  }

  static OpenApiSchema parse(String json) {
    return new OpenApiSchema(new JsonMapper().readTree(json));
  }

  /** Returns what is wrong with a YAML document, each with its path; duplicate keys throw. */
  List<String> problems(String yaml, String schemaName) {
    List<String> problems = new ArrayList<>();
    check(STRICT_YAML.readTree(yaml), named(schemaName), "", problems);
    return problems;
  }

  private JsonNode named(String name) {
    JsonNode schema = schemas.path(name);
    if (schema.isMissingNode()) {
      throw new IllegalArgumentException("The schema has no " + name);
    }
    return schema;
  }

  private void check(JsonNode value, JsonNode schema, String path, List<String> problems) {
    if (schema.has("$ref")) {
      String name = schema.path("$ref").asString().substring(REF_PREFIX.length());
      check(value, named(name), path, problems);
      return;
    }
    for (JsonNode part : schema.path("allOf")) {
      check(value, part, path, problems);
    }
    if (schema.has("oneOf") && matches(value, schema.path("oneOf"), path) != 1) {
      problems.add(path + ": fits none or several of " + schema.path("oneOf"));
    }
    if (schema.has("enum") && !contains(schema.path("enum"), value)) {
      problems.add(path + ": " + value + " is none of " + schema.path("enum"));
    }
    checkType(value, schema, path, problems);
  }

  private long matches(JsonNode value, JsonNode alternatives, String path) {
    return stream(alternatives)
        .filter(
            alternative -> {
              List<String> found = new ArrayList<>();
              check(value, alternative, path, found);
              return found.isEmpty();
            })
        .count();
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    return stream(values).anyMatch(value::equals);
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private void checkType(JsonNode value, JsonNode schema, String path, List<String> problems) {
    String type = schema.path("type").asString("");
    String format = schema.path("format").asString("");
    boolean fits =
        switch (type) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isString();
          case "boolean" -> value.isBoolean();
          case "number" -> value.isNumber();
          case "integer" ->
              value.isIntegralNumber()
                  && (format.equals("int64") ? value.canConvertToLong() : value.canConvertToInt());
          case "" -> true;
          default -> throw new IllegalArgumentException("Unknown type in the schema: " + type);
        };
    if (!fits) {
      problems.add(path + ": " + value + " is not " + type + " " + format);
    } else if (type.equals("object")) {
      checkFields(value, schema, path, problems);
    } else if (type.equals("array")) {
      int index = 0;
      for (JsonNode element : value) {
        check(element, schema.path("items"), path + "[" + index++ + "]", problems);
      }
    }
  }

  private void checkFields(JsonNode value, JsonNode schema, String path, List<String> problems) {
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asString())) {
        problems.add(path + "." + required.asString() + ": missing");
      }
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String fieldPath = path + "." + field.getKey();
      JsonNode known = schema.path("properties").path(field.getKey());
      JsonNode any = schema.path("additionalProperties");
      if (!known.isMissingNode()) {
        check(field.getValue(), known, fieldPath, problems);
      } else if (any.isObject()) {
        check(field.getValue(), any, fieldPath, problems);
      } else {
        problems.add(fieldPath + ": unknown field");
      }
    }
  }
}
