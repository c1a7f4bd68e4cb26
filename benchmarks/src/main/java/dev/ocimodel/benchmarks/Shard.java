package dev.ocimodel.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A model of one file whose bytes compress as real weights do: bf16 values of N(0, 0.02). */
final class Shard {

  static final String FILE = "model.safetensors";
  private static final int BLOCK = 64 * 1024;

  private Shard() {}

  /** Writes a valid safetensors file with {@code size} bytes of weights, the same for every run. */
  static Path write(Path directory, long size) throws IOException {
    Files.createDirectories(directory);
    Random random = new Random(42);
    byte[] block = new byte[BLOCK];
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(directory.resolve(FILE)), BLOCK)) {
      out.write(header(size));
      for (long left = size; left > 0; left -= block.length) {
        fill(block, random);
        out.write(block, 0, (int) Math.min(block.length, left));
      }
    }
    return directory;
  }

  private static byte[] header(long size) {
    String json =
        "{\"w\":{\"dtype\":\"BF16\",\"shape\":["
            + size / 2
            + "],\"data_offsets\":[0,"
            + size
            + "]}}";
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    byte[] header = new byte[8 + text.length];
    for (int i = 0; i < 8; i++) {
      header[i] = (byte) ((long) text.length >>> (8 * i));
    }
    System.arraycopy(text, 0, header, 8, text.length);
    return header;
  }

  private static void fill(byte[] block, Random random) {
    for (int i = 0; i + 1 < block.length; i += 2) {
      int bits = Float.floatToRawIntBits((float) (random.nextGaussian() * 0.02)) >>> 16;
      block[i] = (byte) bits;
      block[i + 1] = (byte) (bits >>> 8);
    }
  }

  static void delete(Path directory) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
