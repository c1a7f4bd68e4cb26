package dev.ocimodel.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a",
        "a/",
        "/b",
        "a/b/c",
        "a b/c",
        "a/b;c=d",
        "a/b\n",
        "a/b\r\nX: y",
        "a/é",
        "-/b"
      })
  void create_notAMediaType_isRefused(String text) {
    assertThatThrownBy(() -> new MediaType(text)).isInstanceOf(InvalidContentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "application/json,application/json",
    "application/json; charset=utf-8,application/json",
    "' application/vnd.oci.image.index.v1+json ;x=y',application/vnd.oci.image.index.v1+json",
  })
  void fromContentType_parametersAreLeftOut(String header, String expected) {
    assertThat(MediaType.fromContentType(header)).hasToString(expected);
  }

  @Test
  void isManifest_theFourTypes() {
    assertThat(MediaType.IMAGE_MANIFEST.isManifest()).isTrue();
    assertThat(MediaType.IMAGE_INDEX.isManifest()).isTrue();
    assertThat(MediaType.DOCKER_MANIFEST.isManifest()).isTrue();
    assertThat(MediaType.DOCKER_MANIFEST_LIST.isManifest()).isTrue();
    assertThat(MediaType.IMAGE_CONFIG.isManifest()).isFalse();
  }

  @Test
  void isIndex_indexAndManifestList() {
    assertThat(MediaType.IMAGE_INDEX.isIndex()).isTrue();
    assertThat(MediaType.DOCKER_MANIFEST_LIST.isIndex()).isTrue();
    assertThat(MediaType.IMAGE_MANIFEST.isIndex()).isFalse();
  }
}
