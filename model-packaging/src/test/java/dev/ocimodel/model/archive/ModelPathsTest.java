package dev.ocimodel.model.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPathsTest {

  @ParameterizedTest
  @CsvSource({
    "config.json, config.json",
    "./a/b, a/b",
    "././a, a",
    "models/, models",
    "models//, models",
    "größe/模型.bin, größe/模型.bin",
    ".gitattributes, .gitattributes",
    "...x, ...x"
  })
  void checked_honestPath_isNormalized(String path, String expected) {
    assertThat(ModelPaths.checked(path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"console.log", "auxiliary", "com10", "nul_", "x~1", "a b", "a'b", "lpt"})
  void checked_nameThatOnlyLooksReserved_passes(String path) {
    assertThat(ModelPaths.checked(path)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "./",
        "/",
        "//x",
        "/x",
        "..",
        "../x",
        "a/..",
        "a/../b",
        "a/./b",
        "a//b",
        "././../x",
        "C:x",
        "C:\\x",
        "\\\\h\\s",
        "a\\..\\b",
        "x:s",
        "file:stream",
        "a\0b",
        "a\033[31m",
        "a\nb",
        "a\u007f",
        "a\u0085b",
        "\ud800",
        "a\udc00b",
        ".g\u200cit",
        "a\u202eb",
        "a\u2028b",
        "x.",
        "x ",
        "a./b",
        "a /b",
        "...",
        "CON",
        "con",
        "a/NUL",
        "aux.txt",
        "COM1",
        "lpt9.log",
        "COM\u00b9",
        "CONIN$",
        "nul .txt"
      })
  void checked_hostilePath_throwsInvalid(String path) {
    assertThatThrownBy(() -> ModelPaths.checked(path))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("Refused the path");
  }

  @Test
  void checked_lengths_areBoundedInBytes() {
    assertThat(ModelPaths.checked("ü".repeat(127))).hasSize(127);
    assertThatThrownBy(() -> ModelPaths.checked("ü".repeat(128))).hasMessageContaining("255 bytes");
    assertThatThrownBy(() -> ModelPaths.checked("d/".repeat(2048) + "x"))
        .hasMessageContaining("4096 bytes");
  }

  @Test
  void checked_refusal_escapesAndBoundsWhatItShows() {
    assertThatThrownBy(() -> ModelPaths.checked("\033[2J" + "x".repeat(10_000)))
        .message()
        .doesNotContain("\033")
        .contains("\\u001b")
        .hasSizeLessThan(300);
    assertThatThrownBy(() -> ModelPaths.checked("a\u202egpj.exe"))
        .message()
        .doesNotContain("\u202e");
  }
}
