package dev.ocimodel.model.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Safetensors files out of a header's text. */
final class SafetensorsBytes {

  private SafetensorsBytes() {}

  static byte[] file(String header, int dataSize) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return file(json.length, json, dataSize);
  }

  static byte[] file(long claimedSize, byte[] header, int dataSize) {
    return ByteBuffer.allocate(8 + header.length + dataSize)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(claimedSize)
        .put(header)
        .array();
  }

  /** A tensor of one dimension; the name goes into the JSON as it is. */
  static String tensor(String name, String dtype, String shape, String begin, String end) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%s,%s]}"
        .formatted(name, dtype, shape, begin, end);
  }
}
