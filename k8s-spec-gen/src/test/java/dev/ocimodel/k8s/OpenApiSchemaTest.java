package dev.ocimodel.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The validator itself finds what it is there to find. */
class OpenApiSchemaTest {

  private static final OpenApiSchema SCHEMA =
      OpenApiSchema.parse(
          """
          {"components": {"schemas": {
            "Pod": {"type": "object", "required": ["name"], "properties": {
              "name": {"type": "string"},
              "count": {"type": "integer", "format": "int32"},
              "big": {"type": "integer", "format": "int64"},
              "on": {"type": "boolean"},
              "kind": {"type": "string", "enum": ["A", "B"]},
              "port": {"allOf": [{"$ref": "#/components/schemas/IntOrString"}], "default": {}},
              "list": {"type": "array", "items": {"$ref": "#/components/schemas/Part"}},
              "map": {"type": "object", "additionalProperties": {"type": "string"}}}},
            "Part": {"type": "object", "properties": {"id": {"type": "string"}}},
            "IntOrString": {"oneOf": [{"type": "integer"}, {"type": "string"}]}}}}
          """);

  @Test
  void problems_everythingFits_isEmpty() {
    String yaml =
        """
        name: a
        count: 1
        big: 5000000000
        on: true
        kind: A
        port: http
        list: [{id: x}]
        map: {a: b}
        """;

    assertThat(SCHEMA.problems(yaml, "Pod")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: a, nmae: b}|.nmae: unknown field",
        "{count: 1}|.name: missing",
        "{name: 1}|.name: 1 is not string",
        "{name: a, count: 5000000000}|.count: 5000000000 is not integer int32",
        "{name: a, on: 'true'}|.on: \"true\" is not boolean",
        "{name: a, kind: C}|.kind: \"C\" is none of",
        "{name: a, port: true}|.port: fits none",
        "{name: a, list: [{id: x}, {ids: y}]}|.list[1].ids: unknown field",
        "{name: a, map: {a: 1}}|.map.a: 1 is not string",
        "{name: null}|.name: null is not string",
      })
  void problems_oneThingWrong_namesIt(String yaml, String problem) {
    assertThat(SCHEMA.problems(yaml, "Pod")).singleElement().asString().startsWith(problem);
  }

  @Test
  void problems_duplicateKey_throws() {
    assertThatThrownBy(() -> SCHEMA.problems("name: a\nname: b\n", "Pod"))
        .hasMessageContaining("name");
  }
}
