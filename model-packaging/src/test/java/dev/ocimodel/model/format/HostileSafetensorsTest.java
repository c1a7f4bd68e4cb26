package dev.ocimodel.model.format;

import static dev.ocimodel.model.format.SafetensorsBytes.file;
import static dev.ocimodel.model.format.SafetensorsBytes.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileSafetensorsTest {

  private static final MediaType WEIGHT = new MediaType("application/octet-stream");
  private static final String ONE = tensor("a", "U8", "[1]", "0", "1");
  private static final String MAX = Long.toString(Long.MAX_VALUE);

  private static SafetensorsHeader read(byte[] content) throws IOException {
    return SafetensorsHeader.read(Blob.of(WEIGHT, content));
  }

  private static Arguments attack(String name, byte[] content, String message) {
    return Arguments.of(name, content, message);
  }

  private static byte[] one(String tensor, int dataSize) {
    return file("{" + tensor + "}", dataSize);
  }

  private static byte[] two(String first, String second, int dataSize) {
    return file("{" + first + "," + second + "}", dataSize);
  }

  private static byte[] encoded(String json, Charset charset) {
    byte[] bytes = json.getBytes(charset);
    return file(bytes.length, bytes, 1);
  }

  static Stream<Arguments> attacks() {
    return Stream.of(
        attack("empty file", new byte[0], "the least is 8"),
        attack("short file", new byte[7], "the least is 8"),
        attack("header beyond the file", file(3, new byte[2], 0), "of a file of 10"),
        attack("header of 2^64-1", file(-1, new byte[2], 0), "18446744073709551615 bytes"),
        attack("header over the limit", file(25_000_001, new byte[2], 0), "maxHeaderSize"),
        attack("empty header", file(0, new byte[0], 0), "does not start with {"),
        attack("leading space", file(" {}", 0), "does not start with {"),
        attack("byte order mark", file("\ufeff{}", 0), "does not start with {"),
        attack("array", file("[]", 0), "does not start with {"),
        attack("cut JSON", file("{\"a\":", 0), "Unexpected end-of-input"),
        attack("not UTF-8", encoded("{\"\u00e9\":1}", StandardCharsets.ISO_8859_1), "not UTF-8"),
        attack("UTF-16", encoded("{" + ONE + "}", StandardCharsets.UTF_16LE), "Invalid"),
        attack("second object", file("{}{}", 0), "follows the JSON object"),
        attack("NUL padding", file("{}\0\0", 0), "Illegal character"),
        attack("comment", file("{/**/}", 0), "Invalid"),
        attack("duplicate tensor", two(ONE, ONE, 1), "Duplicate"),
        attack(
            "duplicate field", file("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"I8\"}}", 1), "Duplicate"),
        attack("escaped duplicate", two(ONE, ONE.replace("\"a\"", "\"\\u0061\""), 1), "Duplicate"),
        attack("tensor is a number", file("{\"a\":1}", 0), "expected START_OBJECT"),
        attack("metadata is null", file("{\"__metadata__\":null}", 0), "expected START_OBJECT"),
        attack("metadata holds a number", file("{\"__metadata__\":{\"a\":1}}", 0), "VALUE_STRING"),
        attack("no dtype", file("{\"a\":{\"shape\":[1],\"data_offsets\":[0,1]}}", 1), "lacks"),
        attack("one offset", one(ONE.replace("[0,1]", "[0]"), 1), "lacks"),
        attack("three offsets", one(ONE.replace("[0,1]", "[0,1,1]"), 1), "lacks"),
        attack("fraction", one(tensor("a", "U8", "[1.0]", "0", "1"), 1), "VALUE_NUMBER_INT"),
        attack("negative shape", one(tensor("a", "U8", "[-1]", "0", "1"), 1), "negative"),
        attack("negative offset", one(tensor("a", "U8", "[1]", "-1", "0"), 1), "negative"),
        attack("number over 2^63", one(tensor("a", "U8", "[9" + MAX + "]", "0", "1"), 1), "range"),
        attack(
            "shape overflow", one(tensor("a", "U8", "[" + MAX + ",2]", "0", "1"), 1), "too large"),
        attack("bits overflow", one(tensor("a", "F32", "[" + MAX + "]", "0", "1"), 1), "too large"),
        attack("shape of other size", one(tensor("a", "F32", "[1]", "0", "1"), 1), "32 bits"),
        attack("half a byte", one(tensor("a", "F4", "[3]", "0", "2"), 2), "12 bits"),
        attack("end before begin", one(tensor("a", "U8", "[0]", "0", "0"), 1), "cut off"),
        attack("gap at the start", one(tensor("a", "U8", "[1]", "1", "2"), 2), "not 0"),
        attack("gap", two(ONE, tensor("b", "U8", "[1]", "2", "3"), 3), "starts at 2, not 1"),
        attack("overlap", two(ONE, tensor("b", "U8", "[1]", "0", "1"), 1), "starts at 0, not 1"),
        attack("trailing bytes", one(ONE, 2), "cut off"),
        attack("missing bytes", one(ONE, 0), "cut off"),
        attack("reversed", two(ONE, tensor("b", "X", "[1]", "1", "0"), 1), "starts at"),
        attack("deep nesting", file("{\"a\":{\"x\":" + "[".repeat(50) + "}}", 0), "nesting"),
        attack("rank", one(tensor("a", "X", "[1" + ",1".repeat(64) + "]", "0", "1"), 1), "64"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void read_attack_throwsInvalid(String name, byte[] content, String message) {
    assertThatThrownBy(() -> read(content))
        .as(name)
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void read_moreTensorsThanTheLimit_throwsInvalid() {
    Blob blob = Blob.of(WEIGHT, two(ONE, tensor("b", "U8", "[1]", "1", "2"), 2));
    FormatLimits limits = FormatLimits.create().withMaxTensors(1);
    assertThatThrownBy(() -> SafetensorsHeader.read(blob, limits))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("maxTensors");
  }

  @Test
  void read_hostileName_isEscapedInTheMessage() {
    assertThatThrownBy(() -> read(one(tensor("\\u001b[2J", "U8", "[2]", "0", "1"), 1)))
        .message()
        .contains("\\u001b")
        .doesNotContain("\033");
  }

  @Test
  void read_rangeThatEndsEarly_throwsTheSourcesFailure() {
    Blob cut =
        new Blob() {
          @Override
          public Descriptor descriptor() {
            return Descriptor.of(WEIGHT, Digest.sha256(""), 1000);
          }

          @Override
          public InputStream open(long offset, long length) {
            byte[] content =
                offset == 0 ? file(100, new byte[0], 0) : "{".getBytes(StandardCharsets.US_ASCII);
            return new ByteArrayInputStream(content);
          }
        };
    assertThatThrownBy(() -> SafetensorsHeader.read(cut)).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void read_randomlyChangedHeader_isReadOrInvalid(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] honest = two(ONE, tensor("b", "F32", "[2,3]", "1", "25"), 25);
    assertThat(read(honest).tensors()).hasSize(2);
    for (int i = 0; i < 3000; i++) {
      byte[] changed = honest.clone();
      changed[random.nextInt(honest.length - 25)] = (byte) random.nextInt(256);
      changed[random.nextInt(honest.length - 25)] = (byte) random.nextInt(256);
      try {
        assertThat(read(changed).dataSize()).isNotNegative();
      } catch (InvalidContentException e) {
        assertThat(e).hasMessageStartingWith("Invalid safetensors header");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100_000_001})
  void withMaxHeaderSize_outOfRange_throwsIllegalArgument(int size) {
    assertThatThrownBy(() -> FormatLimits.create().withMaxHeaderSize(size))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
