package dev.ocimodel.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTest {

  @ParameterizedTest
  @CsvSource({
    "oci:dir:v1, dir, v1",
    "oci:/a/b.oci:v1.2, /a/b.oci, v1.2",
    "oci:dir, dir,",
    "oci:./a:b/c, ./a:b/c,",
    "oci:dir:v1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,"
        + " dir, sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "oci:dir@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,"
        + " dir, sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  })
  void parse_layout_splitsPathAndName(String text, String path, String name) {
    Location location = Location.parse(text);
    assertThat(location.layout()).isEqualTo(Path.of(path));
    assertThat(location.name()).isEqualTo(name);
  }

  @Test
  void parse_reference_keepsItsTag() {
    Location location = Location.parse("localhost:5000/models/m:v1");
    assertThat(location.layout()).isNull();
    assertThat(location.name()).isEqualTo("v1");
  }

  @Test
  void parse_noPath_saysWhatIsExpected() {
    assertThatThrownBy(() -> Location.parse("oci:"))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("oci:PATH:TAG");
  }
}
