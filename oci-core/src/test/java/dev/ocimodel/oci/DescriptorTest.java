package dev.ocimodel.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescriptorTest {

  private static final Descriptor LAYER =
      Descriptor.of(MediaType.OCTET_STREAM, Digest.sha256("x"), 1);

  @Test
  void create_negativeSize_isRefused() {
    assertThatThrownBy(() -> Descriptor.of(MediaType.OCTET_STREAM, Digest.sha256("x"), -1))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void emptyJson_isTheSpecifications() throws Exception {
    assertThat(Descriptor.EMPTY_JSON.digest())
        .hasToString("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    assertThat(Blob.ofInline(Descriptor.EMPTY_JSON).read(ContentLimits.create()))
        .asString()
        .isEqualTo("{}");
  }

  @Test
  void annotations_keepTheirOrderAndAreCopied() {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("z", "1");
    given.put("a", "2");
    Descriptor annotated = LAYER.withAnnotations(given);
    given.put("b", "3");

    assertThat(annotated.annotations()).containsExactly(Map.entry("z", "1"), Map.entry("a", "2"));
    assertThat(annotated.withAnnotation("a", "9").annotations())
        .containsExactly(Map.entry("z", "1"), Map.entry("a", "9"));
    assertThatThrownBy(() -> annotated.annotations().put("c", "4"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void displayName_titleElseDigest() {
    assertThat(LAYER.displayName()).isEqualTo(LAYER.digest().toString());
    assertThat(LAYER.withAnnotation(Annotations.TITLE, "a.bin").displayName()).isEqualTo("a.bin");
  }

  @Test
  void displayName_hostileTitle_isEscapedAndBounded() {
    Descriptor hostile = LAYER.withAnnotation(Annotations.TITLE, "a\u001b[2J\n" + "x".repeat(999));

    assertThat(hostile.displayName()).startsWith("a\\u001b[2J\\u000ax").hasSizeLessThan(200);
  }
}
