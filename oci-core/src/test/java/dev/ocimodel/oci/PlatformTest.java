package dev.ocimodel.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {

  @ParameterizedTest
  @CsvSource({
    "linux/amd64,linux/amd64,true",
    "linux/arm64,linux/arm64/v8,true",
    "linux/arm64/v8,linux/arm64/v8,true",
    "linux/arm64/v8,linux/arm64,false",
    "linux/arm/v7,linux/arm/v6,false",
    "linux/amd64,windows/amd64,false",
    "linux/amd64,linux/arm64,false",
  })
  void accepts_sameSystemAndVariantWhereNamed(String wanted, String candidate, boolean accepted) {
    assertThat(Platform.parse(wanted).accepts(Platform.parse(candidate))).isEqualTo(accepted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linux", "linux/", "/amd64", "a/b/c/d", "linux//v8"})
  void parse_otherShape_isRefused(String text) {
    assertThatThrownBy(() -> Platform.parse(text)).isInstanceOf(InvalidContentException.class);
  }

  @Test
  void manifestFor_severalFit_firstWins() {
    Descriptor first = manifest("1").withPlatform(Platform.parse("linux/arm64/v8"));
    Descriptor second = manifest("2").withPlatform(Platform.LINUX_ARM64);
    ImageIndex index = ImageIndex.create(List.of(manifest("0"), first, second));

    assertThat(index.manifestFor(Platform.LINUX_ARM64)).contains(first);
    assertThat(index.manifestFor(Platform.LINUX_AMD64)).isEmpty();
  }

  private static Descriptor manifest(String content) {
    return Descriptor.of(MediaType.IMAGE_MANIFEST, Digest.sha256(content), 1);
  }
}
