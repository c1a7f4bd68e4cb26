package dev.ocimodel.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void of_controlCharacters_areNotPrinted() {
    assertThat(Printable.of("a\u001b[31mb\u202ec\u009bd\re")).isEqualTo("a?[31mb?c?d?e");
  }

  @Test
  void of_loneSurrogate_isNotPrinted() {
    assertThat(Printable.of("a\ud800b")).isEqualTo("a?b");
  }

  @Test
  void of_otherScripts_areKept() {
    assertThat(Printable.of("模型 é \ud83e\udd99")).isEqualTo("模型 é \ud83e\udd99");
  }
}
