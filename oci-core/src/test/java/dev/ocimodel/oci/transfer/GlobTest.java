package dev.ocimodel.oci.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*.json          | config.json            | true",
        "*.json          | vae/config.json        | true",
        "*.json          | config.json.bak        | false",
        "vae/*.json      | vae/config.json        | true",
        "vae/*.json      | vae/old/config.json    | false",
        "vae/*.json      | config.json            | false",
        "vae/**          | vae/old/config.json    | true",
        "**/x            | x                      | true",
        "**/x            | a/b/x                  | true",
        "a/**/x          | a/x                    | true",
        "a/**/x          | a/b/c/x                | true",
        "a/**/x          | ab/x                   | false",
        "model-0000?-*   | model-00001-of-2       | true",
        "model-[0-2].bin | model-2.bin            | true",
        "model-[!0-2].bin| model-2.bin            | false",
        "model-[!0-2].bin| model-7.bin            | true",
        "[!a]x           | /x                     | false",
        "*.{json,txt}    | notes.txt              | true",
        "*.{json,txt}    | notes.md               | false",
        "a,b             | a,b                    | true",
        "a.b             | axb                    | false",
        "a+(b)^$         | a+(b)^$                | true",
        "\\*             | *                      | true",
        "\\*             | a                      | false",
        "[a^]x           | ^x                     | true",
        "[\\]x           | \\x                    | true",
      })
  void matches_patterns_asAShellDoes(String glob, String path, boolean expected) {
    assertThat(Glob.of(glob).matches(path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a", "{a", "{a,{b}}", "[b-a]"})
  void of_malformedPattern_isRefused(String glob) {
    assertThatThrownBy(() -> Glob.of(glob)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void matches_nameLongerThanAnyPath_isNoMatch() {
    assertThat(Glob.of("*a*").matches("a".repeat(100_000))).isFalse();
  }
}
