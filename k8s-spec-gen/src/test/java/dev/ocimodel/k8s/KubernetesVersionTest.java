package dev.ocimodel.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesVersionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.36",
        "v1.36",
        "1.36.3",
        "v1.36.3",
        "v1.36.3-eks-1a2b3c",
        "v1.36.3+k3s1",
        "1.36+"
      })
  void parse_everyForm_givesTheMinor(String text) {
    assertThat(KubernetesVersion.parse(text)).isEqualTo(new KubernetesVersion(36));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "36", "2.0", "1.x", "1.-1", "1.36x", "1.9999", " 1.36", "1.36\n"})
  void parse_notAVersion_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KubernetesVersion.parse(text))
        .withMessageContaining("expected 1.MINOR");
  }

  @Test
  void compareTo_minors_compareAsNumbers() {
    assertThat(KubernetesVersion.parse("1.9")).isLessThan(KubernetesVersion.parse("1.31"));
    assertThat(KubernetesVersion.DEFAULT).hasToString("1.36");
  }

  @Test
  void create_negative_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new KubernetesVersion(-1));
  }
}
