package dev.ocimodel.oci.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.text.ForeignText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxStringLength(MAX_STRING)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
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
    try (JsonParser parser = FACTORY.createParser(decode(content))) {
      if (parser.nextToken() == null) {
        throw new InvalidContentException("Invalid " + what + ": it is empty");
      }
      JsonNode node = JsonTree.read(parser);
      if (parser.nextToken() != null) {
        throw new InvalidContentException("Invalid " + what + ": there is more behind it");
      }
      return node;
    } catch (CharacterCodingException e) {
      throw new InvalidContentException("Invalid " + what + ": it is not UTF-8", e);
    } catch (JsonProcessingException e) {
      throw new InvalidContentException(
          "Invalid " + what + ": " + ForeignText.printable(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new IllegalStateException("Memory can always be read", e);
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      JsonTree.write(node, generator);
    } catch (IOException e) {
      throw new IllegalStateException("A JSON tree can always be written", e);
    }
    return bytes.toByteArray();
  }
}
