package dev.ocimodel.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One safetensors file of an exact size: eight bytes of header length, a JSON header padded with
 * spaces to a multiple of eight, and BF16 tensors back to back. An odd byte of the size goes to a
 * tensor of single bytes.
 */
final class SafetensorsShard {

  static final int MIN_SIZE = 4096;

  private static final int HEADER_SIZE = 1024;
  private static final int BUFFER_SIZE = 1 << 20;
  private static final int TABLE_SIZE = 1 << 16;
  private static final int WIDTH = 32;

  private final String name;
  private final long dataSize;
  private final long seed;
  private final List<Tensor> tensors;

  /** Offsets are relative to the end of the header. */
  private record Tensor(String name, String type, String shape, long start, long end) {

    String json() {
      return "\""
          + name
          + "\":{\"dtype\":\""
          + type
          + "\",\"shape\":"
          + shape
          + ",\"data_offsets\":["
          + start
          + ","
          + end
          + "]}";
    }
  }

  SafetensorsShard(String name, int layer, long size, long seed) {
    this.name = name;
    this.dataSize = size - Long.BYTES - HEADER_SIZE;
    this.seed = seed;
    this.tensors = tensors("model.layers." + layer + ".", dataSize);
  }

  /** Two matrices of {@value #WIDTH} columns, and what does not fill a row. */
  private static List<Tensor> tensors(String prefix, long size) {
    long row = 2L * WIDTH;
    long rows = size / row;
    long first = rows / 3;
    long split = first * row;
    long end = rows * row;
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(matrix(prefix + "self_attn.q_proj.weight", first, 0, split));
    tensors.add(matrix(prefix + "mlp.down_proj.weight", rows - first, split, end));
    if (size > end) {
      String shape = "[" + (size - end) + "]";
      tensors.add(new Tensor(prefix + "mlp.padding", "U8", shape, end, size));
    }
    return List.copyOf(tensors);
  }

  private static Tensor matrix(String name, long rows, long start, long end) {
    return new Tensor(name, "BF16", "[" + rows + "," + WIDTH + "]", start, end);
  }

  String name() {
    return name;
  }

  long dataSize() {
    return dataSize;
  }

  List<String> tensorNames() {
    return tensors.stream().map(Tensor::name).toList();
  }

  void writeTo(Path directory) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            directory.resolve(name),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(file, header());
      writeWeights(file);
    }
  }

  private ByteBuffer header() {
    String tensorList = String.join(",", tensors.stream().map(Tensor::json).toList());
    String json = "{\"__metadata__\":{\"format\":\"pt\"}," + tensorList + "}";
    byte[] padded = (json + " ".repeat(HEADER_SIZE)).getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(Long.BYTES + HEADER_SIZE)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(HEADER_SIZE)
        .put(padded, 0, HEADER_SIZE)
        .flip();
  }

  /** Draws from a table of normally distributed values: as quick as the disk, any size. */
  private void writeWeights(FileChannel file) throws IOException {
    long[] table = normalValues();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    long state = seed;
    for (long left = dataSize; left > 0; left -= buffer.limit()) {
      buffer.clear();
      while (buffer.hasRemaining()) {
        state += 0x9E3779B97F4A7C15L;
        buffer.putLong(fourValues(table, mix(state)));
      }
      buffer.flip().limit((int) Math.min(left, BUFFER_SIZE));
      writeFully(file, buffer);
    }
  }

  private static long fourValues(long[] table, long random) {
    return table[(int) (random & 0xffff)]
        | table[(int) (random >>> 16 & 0xffff)] << 16
        | table[(int) (random >>> 32 & 0xffff)] << 32
        | table[(int) (random >>> 48)] << 48;
  }

  /** SplitMix64's finalizer. */
  private static long mix(long state) {
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Bits of BF16 values around 0 with a deviation of 0.02, as initialised weights have. */
  private long[] normalValues() {
    Random random = new Random(seed);
    long[] table = new long[TABLE_SIZE];
    for (int i = 0; i < TABLE_SIZE; i++) {
      float value = (float) (random.nextGaussian() * 0.02);
      table[i] = Float.floatToRawIntBits(value) >>> 16 & 0xffffL;
    }
    return table;
  }

  private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }
}
