package dev.ocimodel.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {

  private static final String EMPTY_SHA256 =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @Test
  void sha256_emptyContent_isTheKnownDigest() {
    assertThat(Digest.sha256("")).hasToString("sha256:" + EMPTY_SHA256);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:" + EMPTY_SHA256,
        "sha512:" + EMPTY_SHA256 + EMPTY_SHA256,
        "blake3:" + EMPTY_SHA256,
        "sha256+b64u:LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564",
        "multihash+base58:QmRZxt2b1FVZPNqd8hsiykDL3TdBDeTSPX9Kv46HmX4Gx8",
        "x:A=_-9"
      })
  void parse_valid_printsTheSame(String text) {
    assertThat(Digest.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "sha256",
        "sha256:",
        ":" + EMPTY_SHA256,
        "sha256:../x",
        "sha256:..",
        "sha256:" + EMPTY_SHA256 + "0",
        "sha256:" + EMPTY_SHA256 + "\n",
        "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "SHA256:" + EMPTY_SHA256,
        "sha512:" + EMPTY_SHA256,
        "sha256/../../etc:" + EMPTY_SHA256,
        "../sha256:" + EMPTY_SHA256,
        "sha256..x:abc",
        "x:a/b",
        "x:a.b",
        "x:a\\b",
        "x:a:b",
        "x:a\u0000b",
        " sha256:" + EMPTY_SHA256
      })
  void parse_notADigest_isRefused(String text) {
    assertThatThrownBy(() -> Digest.parse(text))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageStartingWith("Not a digest: \"");
  }

  @Test
  void parse_hugeInput_isRefusedWithAShortMessage() {
    assertThatThrownBy(() -> Digest.parse("a" + "+a".repeat(100_000) + ":ff"))
        .isInstanceOf(InvalidContentException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void parse_controlCharacters_areEscapedInTheMessage() {
    assertThatThrownBy(() -> Digest.parse("sha256:\u001b[2J\u202Ex\ud800"))
        .hasMessageContaining("\\u001b[2J\\u202ex\\ud800");
  }

  @Test
  void isVerifiable_onlyRegisteredAlgorithms() {
    assertThat(Digest.sha256("x").isVerifiable()).isTrue();
    assertThat(Digest.parse("blake3:" + EMPTY_SHA256).isVerifiable()).isFalse();
  }

  @Test
  void isDigest_tellsDigestsFromTags() {
    assertThat(Digest.isDigest("sha256:" + EMPTY_SHA256)).isTrue();
    assertThat(Digest.isDigest("sha256:../x")).isFalse();
    assertThat(Digest.isDigest("v1")).isFalse();
  }

  @Test
  void digester_anySlicing_givesTheSameDigest() {
    byte[] content = "0123456789".repeat(30_000).getBytes(StandardCharsets.UTF_8);
    Digester whole = Digester.matching(Digest.parse("sha512:" + EMPTY_SHA256 + EMPTY_SHA256));
    Digester parts = Digester.matching(Digest.parse("sha512:" + EMPTY_SHA256 + EMPTY_SHA256));

    whole.update(content, 0, content.length);
    parts.update(content, 0, 1);
    parts.update(content, 1, 65_536);
    parts.update(content, 65_537, content.length - 65_537);

    assertThat(parts.size()).isEqualTo(content.length);
    assertThat(parts.digest()).isEqualTo(whole.digest());
  }

  @Test
  void matching_unknownAlgorithm_isRefused() {
    assertThatThrownBy(() -> Digester.matching(Digest.parse("blake3:ff")))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("blake3")
        .hasMessageContaining("sha256 and sha512");
  }
}
