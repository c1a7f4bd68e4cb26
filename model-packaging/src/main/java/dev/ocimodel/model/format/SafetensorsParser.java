package dev.ocimodel.model.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.text.ForeignText;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses the JSON of a safetensors header token by token: the tree of a large one would take many
 * times its size.
 */
final class SafetensorsParser {

  private static final String METADATA = "__metadata__";
  private static final int MAX_NESTING = 8;
  private static final int MAX_DIMENSIONS = 64;

  private final JsonParser json;
  private final FormatLimits limits;
  private final String what;

  private SafetensorsParser(JsonParser json, FormatLimits limits, String what) {
    this.json = json;
    this.limits = limits;
    this.what = what;
  }

  /**
   * @param in gives {@code headerSize} bytes
   * @param dataSize bytes of the file behind the header
   * @param what what is being read, for messages
   */
  static SafetensorsHeader parse(
      InputStream in, long headerSize, long dataSize, FormatLimits limits, String what)
      throws IOException {
    HeaderBytes bytes = new HeaderBytes(in, headerSize);
    PushbackInputStream start = new PushbackInputStream(bytes);
    int first = start.read();
    if (first != '{') {
      throw new InvalidContentException("Invalid " + what + ": it does not start with {");
    }
    start.unread(first);
    // A reader, not a stream: Jackson would guess UTF-16 from the first bytes.
    InputStreamReader text = new InputStreamReader(start, StandardCharsets.UTF_8.newDecoder());
    try (JsonParser json = factory(limits).createParser(text)) {
      return new SafetensorsParser(json, limits, what).read(headerSize, dataSize);
    } catch (JsonProcessingException e) {
      throw new InvalidContentException(
          "Invalid " + what + ": " + ForeignText.printable(e.getOriginalMessage()), e);
    } catch (CharacterCodingException e) {
      throw new InvalidContentException("Invalid " + what + ": it is not UTF-8", e);
    }
  }

  /** Names are not interned or kept in a shared table: they are foreign, and many. */
  private static JsonFactory factory(FormatLimits limits) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_NESTING)
                .maxStringLength(limits.maxHeaderSize())
                .maxDocumentLength(limits.maxHeaderSize())
                .build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
  }

  private SafetensorsHeader read(long headerSize, long dataSize) throws IOException {
    expect(json.nextToken(), JsonToken.START_OBJECT, "the header");
    Map<String, String> metadata = Map.of();
    List<Tensor> tensors = new ArrayList<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (name.equals(METADATA)) {
        metadata = readMetadata();
      } else if (tensors.size() == limits.maxTensors()) {
        throw invalid("more tensors than maxTensors, " + limits.maxTensors());
      } else {
        tensors.add(readTensor(name));
      }
    }
    expect(json.currentToken(), JsonToken.END_OBJECT, "the header's end");
    if (json.nextToken() != null) {
      throw invalid("something follows the JSON object");
    }
    return new SafetensorsHeader(
        metadata, SafetensorsRules.ordered(tensors, dataSize, what), headerSize, dataSize);
  }

  private Map<String, String> readMetadata() throws IOException {
    expect(json.nextToken(), JsonToken.START_OBJECT, METADATA);
    Map<String, String> metadata = new LinkedHashMap<>();
    for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
      expect(json.nextToken(), JsonToken.VALUE_STRING, METADATA + " " + ForeignText.quote(key));
      metadata.put(key, json.getText());
    }
    return metadata;
  }

  private Tensor readTensor(String name) throws IOException {
    expect(json.nextToken(), JsonToken.START_OBJECT, "tensor " + ForeignText.quote(name));
    String dtype = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (field) {
        case "dtype" -> {
          expect(value, JsonToken.VALUE_STRING, "dtype of " + ForeignText.quote(name));
          dtype = json.getText();
        }
        case "shape" -> shape = readNumbers(value, "shape of " + ForeignText.quote(name));
        case "data_offsets" ->
            offsets = readNumbers(value, "data_offsets of " + ForeignText.quote(name));
        default -> json.skipChildren(); // other writers' extras, as the format's own reader does
      }
    }
    return tensor(name, dtype, shape, offsets);
  }

  private Tensor tensor(
      String name,
      @Nullable String dtype,
      @Nullable List<Long> shape,
      @Nullable List<Long> offsets) {
    if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
      throw invalid(
          "tensor "
              + ForeignText.quote(name)
              + " lacks a dtype, a shape or a pair of data_offsets");
    }
    return new Tensor(name, dtype, shape, offsets.get(0), offsets.get(1));
  }

  private List<Long> readNumbers(JsonToken start, String where) throws IOException {
    expect(start, JsonToken.START_ARRAY, where);
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, where);
      long number = json.getLongValue(); // an InputCoercionException if it does not fit
      if (number < 0) {
        throw invalid(where + " holds a negative number");
      }
      if (numbers.size() == MAX_DIMENSIONS) {
        throw invalid(where + " has more than " + MAX_DIMENSIONS + " numbers");
      }
      numbers.add(number);
    }
    return numbers;
  }

  private void expect(@Nullable JsonToken found, JsonToken expected, String where) {
    if (found != expected) {
      throw invalid(where + ": expected " + expected + ", found " + found);
    }
  }

  private InvalidContentException invalid(String problem) {
    return new InvalidContentException("Invalid " + what + ": " + problem);
  }

  /** Exactly the header's bytes; ending earlier is the source's failure, not the header's. */
  private static final class HeaderBytes extends InputStream {

    private final InputStream in;
    private long remaining;

    HeaderBytes(InputStream in, long size) {
      this.in = in;
      this.remaining = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (remaining == 0) {
        return length == 0 ? 0 : -1;
      }
      int read = in.read(buffer, offset, (int) Math.min(length, remaining));
      if (read < 0) {
        throw new EOFException("The safetensors header ends " + remaining + " bytes early");
      }
      remaining -= read;
      return read;
    }
  }
}
