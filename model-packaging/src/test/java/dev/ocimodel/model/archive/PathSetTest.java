package dev.ocimodel.model.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathSetTest {

  private final PathSet paths = new PathSet();

  @ParameterizedTest
  @CsvSource({
    "A, a",
    "Config.json, config.JSON",
    "Dir/a, dir/b",
    "\u00e9, e\u0301",
    "\u00c9, e\u0301",
    "strasse, stra\u00dfe",
    "\u03c3, \u03c2",
    "\ufb01le, file"
  })
  void add_pathsThatSomeFileSystemTakesForOne_throwsInvalid(String first, String second) {
    paths.add(first);
    assertThatThrownBy(() -> paths.add(second))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("ignore case or Unicode normalization");
  }

  @Test
  void add_samePathAgain_saysSo() {
    assertThat(paths.add("a/b")).isTrue();
    assertThat(paths.add("a/b")).isFalse();
    assertThat(paths.add("a/c")).isTrue();
  }

  @Test
  void add_fileWhereADirectoryIs_throwsInvalid() {
    paths.add("a/b");
    assertThatThrownBy(() -> paths.add("a")).hasMessageContaining("for a directory");
    assertThatThrownBy(() -> paths.add("a/b/c")).hasMessageContaining("for a directory");
    assertThatThrownBy(() -> paths.addDirectory("a/b")).hasMessageContaining("for a directory");
  }

  @Test
  void addDirectory_again_changesNothing() {
    assertThat(paths.addDirectory("a/b")).isTrue();
    assertThat(paths.addDirectory("a/b")).isFalse();
    assertThat(paths.addDirectory("a")).isFalse();
  }
}
