package dev.ocimodel.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {

  private static final String HEX =
      "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

  @ParameterizedTest
  @CsvSource({
    "phi,docker.io,library/phi,latest",
    "phi:4,docker.io,library/phi,4",
    "microsoft/phi,docker.io,microsoft/phi,latest",
    "docker.io/phi,docker.io,library/phi,latest",
    "index.docker.io/a/b:c,docker.io,a/b,c",
    "ghcr.io/a/b/c:v1.0,ghcr.io,a/b/c,v1.0",
    "localhost/a,localhost,a,latest",
    "localhost:5000/a,localhost:5000,a,latest",
    "localhost:5000,docker.io,library/localhost,5000",
    "127.0.0.1:5000/a:b,127.0.0.1:5000,a,b",
    "[::1]:5000/a:b,[::1]:5000,a,b",
    "[2001:db8::1]/a/b,[2001:db8::1],a/b,latest",
    "registry:443/x,registry:443,x,latest",
    "Registry/x,Registry,x,latest",
    "r.example/a__b/c--d/e.f_g,r.example,a__b/c--d/e.f_g,latest",
  })
  void parse_tagged_findsTheParts(String text, String registry, String repository, String tag) {
    Reference reference = Reference.parse(text);

    assertThat(reference.registry()).isEqualTo(registry);
    assertThat(reference.repository()).isEqualTo(repository);
    assertThat(reference.tagOrDigest()).isEqualTo(tag);
    assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
  }

  @Test
  void parse_tagAndDigest_digestDecides() {
    Reference reference = Reference.parse("ghcr.io/a/b:v1@sha256:" + HEX);

    assertThat(reference.tag()).isEqualTo("v1");
    assertThat(reference.tagOrDigest()).isEqualTo("sha256:" + HEX);
    assertThat(reference).hasToString("ghcr.io/a/b:v1@sha256:" + HEX);
  }

  @Test
  void parse_digestOnly_hasNoTag() {
    assertThat(Reference.parse("localhost:5000/a@sha256:" + HEX).tag()).isNull();
  }

  @Test
  void parse_bareHex_isRefusedWithAHint() {
    assertThatThrownBy(() -> Reference.parse(HEX))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("NAME@sha256:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "/",
        "/a",
        "a/",
        "a//b",
        "Phi",
        "ghcr.io/Phi",
        "ghcr.io/",
        "ghcr.io/a:",
        "ghcr.io/a:.b",
        "ghcr.io/a:b c",
        "ghcr.io/a@",
        "ghcr.io/a@sha256:../x",
        "ghcr.io/a@sha256:" + HEX + "@sha256:" + HEX,
        "ghcr.io/../a",
        "ghcr.io/./a",
        "ghcr.io/a/..",
        "ghcr.io/a?b=c",
        "ghcr.io/a#b",
        "ghcr.io/a%2fb",
        "ghcr.io/a\nb",
        "ghcr.io/a:b\n",
        "user:password@ghcr.io/a",
        "https://ghcr.io/a",
        "ghcr.io:/a",
        "ghcr.io:99999/a",
        "ghcr.io:5000x/a",
        "-x.io/a",
        "x-.io/a",
        "[::1/a",
        "::1/a",
        "[::1]x/a",
        "[]/a",
        "[.]/a",
        "[:::::::::]/a",
        "[1.2.3.4]/a",
        "[fe80::1%25eth0]/a"
      })
  void parse_notAReference_isRefused(String text) {
    assertThatThrownBy(() -> Reference.parse(text)).isInstanceOf(InvalidContentException.class);
  }

  static Stream<String> hugeTexts() {
    return Stream.of(
        "a" + ".a".repeat(200_000) + "/x",
        "a" + "-a".repeat(200_000) + "/x",
        "ghcr.io/a" + "/a".repeat(200_000),
        "ghcr.io/a:" + "b".repeat(200_000),
        "a".repeat(400_000));
  }

  @ParameterizedTest
  @MethodSource("hugeTexts")
  void parse_hugeText_isRefusedWithAShortMessage(String text) {
    assertThatThrownBy(() -> Reference.parse(text))
        .isInstanceOf(InvalidContentException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
  }

  @Test
  void withTag_dropsTheDigest() {
    Reference pinned = Reference.parse("ghcr.io/a:v1").withDigest(Digest.sha256("x"));

    assertThat(pinned.tag()).isEqualTo("v1");
    assertThat(pinned.withTag("v2").digest()).isNull();
    assertThat(pinned.name()).isEqualTo("ghcr.io/a");
  }

  @Test
  void isTag_upTo128Characters() {
    assertThat(Reference.isTag("a".repeat(128))).isTrue();
    assertThat(Reference.isTag("a".repeat(129))).isFalse();
    assertThat(Reference.isTag("")).isFalse();
  }
}
