package dev.ocimodel.model.format;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.InvalidContentException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The header of a safetensors file: what tensors it holds and where. Reading it takes two ranges,
 * however large the file: eight bytes for the header's length, and the header.
 *
 * <p>Read strictly, so that every other reader sees the same: no duplicate keys, tensors that fill
 * the data section without gap or overlap, shapes that agree with their bytes. Element types that
 * are not known yet are taken as they are; see {@link #unknownDtypes()}.
 *
 * @param metadata the file's own {@code __metadata__}, often empty
 * @param tensors the tensors in the order of their data
 * @param headerSize bytes of the JSON header with its padding, without the eight bytes before it
 * @param dataSize bytes of all tensors together
 */
public record SafetensorsHeader(
    Map<String, String> metadata, List<Tensor> tensors, long headerSize, long dataSize) {

  private static final int LENGTH_SIZE = 8;

  /** Copies the collections, in their order. */
  public SafetensorsHeader {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = List.copyOf(tensors);
  }

  /** Opens a range of the file. */
  private interface Ranges {
    InputStream open(long offset, long length) throws IOException;
  }

  /**
   * Reads the header of a blob, with the default limits.
   *
   * @throws InvalidContentException if it is malformed, ambiguous or over a limit
   * @throws IOException if the blob cannot be read
   */
  public static SafetensorsHeader read(Blob blob) throws IOException {
    return read(blob, FormatLimits.create());
  }

  /**
   * Reads the header of a blob. The bytes are not verified against the blob's digest, which would
   * take all of them.
   *
   * @throws InvalidContentException if it is malformed, ambiguous or over a limit
   * @throws IOException if the blob cannot be read
   */
  public static SafetensorsHeader read(Blob blob, FormatLimits limits) throws IOException {
    String what = "safetensors header of " + blob.descriptor().displayName();
    return read(blob::open, blob.descriptor().size(), limits, what);
  }

  /**
   * Reads the header of a file.
   *
   * @throws InvalidContentException if it is malformed, ambiguous or over a limit
   * @throws IOException if the file cannot be read
   */
  public static SafetensorsHeader read(Path file, FormatLimits limits) throws IOException {
    return read(
        (offset, length) -> openAt(file, offset),
        Files.size(file),
        limits,
        "safetensors header of " + file);
  }

  private static InputStream openAt(Path file, long offset) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      in.skipNBytes(offset);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static SafetensorsHeader read(
      Ranges ranges, long fileSize, FormatLimits limits, String what) throws IOException {
    long headerSize = readHeaderSize(ranges, fileSize, limits, what);
    long dataSize = fileSize - LENGTH_SIZE - headerSize;
    try (InputStream in = ranges.open(LENGTH_SIZE, headerSize)) {
      return SafetensorsParser.parse(in, headerSize, dataSize, limits, what);
    }
  }

  private static long readHeaderSize(Ranges ranges, long fileSize, FormatLimits limits, String what)
      throws IOException {
    if (fileSize < LENGTH_SIZE) {
      throw new InvalidContentException(
          "Invalid " + what + ": the file has " + fileSize + " bytes, the least is 8");
    }
    long size = readLength(ranges, what);
    if (size < 0 || size > limits.maxHeaderSize()) {
      throw new InvalidContentException(
          "Invalid "
              + what
              + ": it claims "
              + Long.toUnsignedString(size)
              + " bytes; the limit maxHeaderSize is "
              + limits.maxHeaderSize());
    }
    if (size > fileSize - LENGTH_SIZE) {
      throw new InvalidContentException(
          "Invalid " + what + ": it claims " + size + " bytes of a file of " + fileSize);
    }
    return size;
  }

  private static long readLength(Ranges ranges, String what) throws IOException {
    try (InputStream in = ranges.open(0, LENGTH_SIZE)) {
      byte[] bytes = in.readNBytes(LENGTH_SIZE);
      if (bytes.length < LENGTH_SIZE) {
        throw new EOFException(what + " ends after " + bytes.length + " bytes");
      }
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
  }

  /** Returns the number of elements of all tensors, 2^63-1 at most. */
  public long parameterCount() {
    long count = 0;
    for (Tensor tensor : tensors) {
      long sum = count + tensor.elementCount();
      count = sum < 0 ? Long.MAX_VALUE : sum;
    }
    return count;
  }

  /** Returns the bytes of each element type, by its name. */
  public Map<String, Long> bytesByDtype() {
    Map<String, Long> bytes = new TreeMap<>();
    tensors.forEach(tensor -> bytes.merge(tensor.dtype(), tensor.size(), Long::sum));
    return bytes;
  }

  /** Returns the element types whose width this SDK does not know, so that it was not checked. */
  public Set<String> unknownDtypes() {
    Set<String> unknown = new TreeSet<>();
    tensors.stream()
        .map(Tensor::dtype)
        .filter(dtype -> SafetensorsDtypes.bits(dtype) == 0)
        .forEach(unknown::add);
    return unknown;
  }
}
