package dev.ocimodel.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every golden pod is strictly valid for the API schema that Kubernetes publishes. The schema is
 * not ours to check in: {@code .ci/kubernetes-schema} fetches it and prints the path that the
 * environment variable {@value #VARIABLE} must have. Without it, the test is skipped.
 */
class PublishedSchemaTest {

  private static final String VARIABLE = "OCIMODEL_KUBERNETES_SCHEMA";

  private static OpenApiSchema schema = OpenApiSchema.parse("{}");

  @BeforeAll
  static void readSchema() {
    String file = System.getenv(VARIABLE);
    assumeTrue(file != null, "set " + VARIABLE + " to the path that .ci/kubernetes-schema prints");
    schema = OpenApiSchema.read(Path.of(String.valueOf(file)));
  }

  static Stream<Map.Entry<String, ModelPod>> pods() {
    return GoldenPods.all().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("pods")
  void toYaml_publishedSchema_isStrictlyValid(Map.Entry<String, ModelPod> pod) {
    assertThat(schema.problems(pod.getValue().toYaml(), "io.k8s.api.core.v1.Pod")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pods")
  void problems_misspelledField_isFound(Map.Entry<String, ModelPod> pod) {
    String yaml = pod.getValue().toYaml().replace("mountPath:", "mountpath:");

    assertThat(schema.problems(yaml, "io.k8s.api.core.v1.Pod"))
        .anyMatch(problem -> problem.endsWith(".mountpath: unknown field"));
  }
}
