package dev.ocimodel.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageConfigTest {

  @Test
  void read_rendered_givesTheSame() throws IOException {
    ImageConfig config =
        new ImageConfig(
            new Platform("linux", "arm64", "v8", "1", List.of("f")),
            "2026-01-02T03:04:05Z",
            "me",
            new ImageConfig.RunConfig(
                "1000:1000",
                List.of("8000/tcp"),
                List.of("A=b"),
                List.of("serve"),
                List.of("--port", "8000"),
                List.of("/models"),
                "/work",
                Map.of("l", "m"),
                "SIGTERM"),
            List.of(Digest.sha256("layer")),
            List.of(
                ImageConfig.History.layer("pack"),
                new ImageConfig.History("2026-01-02T03:04:05Z", null, "me", "c", true)));

    Blob blob = config.toBlob();

    assertThat(ImageConfig.read(blob, ContentLimits.create())).isEqualTo(config);
    assertThat(config.toBlob().descriptor()).isEqualTo(blob.descriptor());
  }

  @Test
  void toBlob_dataImage_hasTheGoldenBytes() throws IOException {
    ImageConfig config = ImageConfig.of(Platform.LINUX_AMD64, List.of(Digest.sha256("layer")));

    assertThat(config.toBlob().read(ContentLimits.create()))
        .asString()
        .isEqualTo(
            "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":"
                + "\"layers\",\"diff_ids\":[\""
                + Digest.sha256("layer")
                + "\"]}}");
  }

  @Test
  void parse_unknownReservedAndNullFields_arePassedOver() {
    String text =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Memory\":1,\"Env\":null,"
            + "\"Healthcheck\":{},\"User\":\"\"},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]},"
            + "\"history\":null,\"docker_version\":\"x\",\"created\":null}";

    assertThat(ImageConfig.parse(text.getBytes(UTF_8)))
        .isEqualTo(ImageConfig.of(Platform.LINUX_AMD64, List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"architecture\":\"a\",\"os\":\"l\"}",
        "{\"architecture\":\"a\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}",
        "{\"architecture\":\"a\",\"os\":\"l\",\"rootfs\":{\"type\":\"x\",\"diff_ids\":[]}}",
        "{\"architecture\":\"a\",\"os\":\"l\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"x\"]}}",
        "{\"architecture\":\"a\",\"os\":\"l\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[1]}}",
        "{\"architecture\":\"a\",\"os\":\"l\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]},"
            + "\"config\":{\"Env\":\"A=b\"}}"
      })
  void parse_notAnImageConfig_isRefused(String text) {
    assertThatThrownBy(() -> ImageConfig.parse(text.getBytes(UTF_8)))
        .isInstanceOf(InvalidContentException.class);
  }
}
