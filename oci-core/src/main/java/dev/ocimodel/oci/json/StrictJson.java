package dev.ocimodel.oci.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.text.ForeignText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Parses foreign JSON so that two readers cannot understand it differently: one object, no
 * duplicate keys, nothing behind it, bounded nesting. Writes our own JSON compactly, keys in
 * insertion order.
 */
public final class StrictJson {

  private static final int MAX_NESTING = 100;
  private static final int MAX_STRING = 16 * 1024 * 1024;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_NESTING)
                          .maxStringLength(MAX_STRING)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          .build();

  private StrictJson() {}

  /**
   * Parses one JSON object.
   *
   * @param content UTF-8 bytes, already bounded by the caller
   * @param what what is being read, for messages: "manifest sha256:…"
   * @throws InvalidContentException if it is not exactly one unambiguous JSON object
   */
  public static JsonFields parseObject(byte[] content, String what) {
    JsonNode node = parse(content, what);
    if (!node.isObject()) {
      throw new InvalidContentException(
          "Invalid " + what + ": expected a JSON object, found " + typeOf(node));
    }
    return new JsonFields((ObjectNode) node, what);
  }

  private static JsonNode parse(byte[] content, String what) {
    try {
      JsonNode node = MAPPER.readTree(decode(content));
      if (node == null || node.isMissingNode()) {
        throw new InvalidContentException("Invalid " + what + ": it is empty");
      }
      return node;
    } catch (CharacterCodingException e) {
      throw new InvalidContentException("Invalid " + what + ": it is not UTF-8", e);
    } catch (JsonProcessingException e) {
      throw new InvalidContentException(
          "Invalid " + what + ": " + ForeignText.printable(e.getOriginalMessage()), e);
    }
  }

  /** Decodes here, because the parser would guess UTF-16 and UTF-32, which other readers refuse. */
  private static String decode(byte[] content) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    if (text.startsWith("\uFEFF")) {
      throw new CharacterCodingException(); // RFC 8259 section 8.1: no byte order mark
    }
    return text;
  }

  static String typeOf(JsonNode node) {
    return "a JSON " + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Starts a JSON object whose keys stay in insertion order. */
  public static ObjectNode newObject() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Renders a tree compactly in UTF-8; the same tree always gives the same bytes. */
  public static byte[] toBytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A JSON tree can always be written", e);
    }
  }
}
