package dev.ocimodel.oci.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "1",
        "\"x\"",
        "{",
        "{}}",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{} // comment",
        "\uFEFF{}",
        "{\"a\":\"\u0001\"}"
      })
  void parseObject_notOneUnambiguousObject_isRefused(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageStartingWith("Invalid test");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "ISO-8859-1"})
  void parseObject_anotherEncoding_isRefused(String charset) {
    byte[] content = "{\"a\":\"é\"}".getBytes(Charset.forName(charset));

    assertThatThrownBy(() -> StrictJson.parseObject(content, "test"))
        .isInstanceOf(InvalidContentException.class);
  }

  /** Foreign manifests are read and written again, and must stay what they were. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\":[],\"b\":{},\"c\":[[{}],null,true,false,\"\\u0001\\\"\"]}",
        "{\"a\":0,\"b\":-1,\"c\":2147483648,\"d\":9223372036854775807}",
        "{\"b\":1,\"a\":2,\"\":\"é\"}"
      })
  void toBytes_ofWhatWasParsed_isTheSame(String text) {
    assertThat(StrictJson.toBytes(parse(text).node())).asString().isEqualTo(text);
  }

  @Test
  void parseObject_deepNesting_isRefused() {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThatThrownBy(() -> parse(deep)).isInstanceOf(InvalidContentException.class);
  }

  @Test
  void parseObject_controlCharactersInAKey_areEscapedInTheMessage() {
    assertThatThrownBy(() -> parse("{\"\\u001bx\":1,\"\\u001bx\":2}"))
        .isInstanceOf(InvalidContentException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\u001b"));
  }

  @Test
  void toBytes_foreignNumbers_areWrittenAsTheyWereRead() {
    String text = "{\"a\":1.10,\"b\":123456789012345678901234567890,\"c\":0.1234567890123456789}";

    assertThat(StrictJson.toBytes(parse(text).node())).asString().isEqualTo(text);
  }

  @Test
  void toBytes_surrogates_stayWhatTheyWere() {
    String text = "{\"half\":\"\\uD800\",\"pair\":\"\\uD83D\\uDE00\"}";

    assertThat(StrictJson.toBytes(parse(text).node())).asString().isEqualTo(text);
  }

  @Test
  void integer_otherNumbers_areRefused() {
    for (String number : new String[] {"1.0", "1e3", "9223372036854775808", "\"1\"", "true"}) {
      assertThatThrownBy(() -> parse("{\"size\":" + number + "}").requiredInteger("size"))
          .isInstanceOf(InvalidContentException.class)
          .hasMessageContaining("size");
    }
    assertThat(parse("{\"size\":9223372036854775807}").requiredInteger("size"))
        .isEqualTo(Long.MAX_VALUE);
  }

  private static JsonFields parse(String text) {
    return StrictJson.parseObject(text.getBytes(StandardCharsets.UTF_8), "test");
  }
}
