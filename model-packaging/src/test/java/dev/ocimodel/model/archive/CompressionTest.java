package dev.ocimodel.model.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.model.archive.CompressionOptions.DeflateStrategy;
import dev.ocimodel.oci.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {

  /** Like weights: noise in the low byte, few values in the high one. */
  static byte[] weights(int size) {
    Random random = new Random(7);
    byte[] content = new byte[size];
    random.nextBytes(content);
    for (int i = 1; i < size; i += 2) {
      content[i] = (byte) (0x3c + (content[i] & 3));
    }
    return content;
  }

  static byte[] compress(
      Compression compression, CompressionOptions options, byte[] content, int writeSize)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream compressed = compression.compress(out, options)) {
      for (int i = 0; i < content.length; i += writeSize) {
        compressed.write(content, i, Math.min(writeSize, content.length - i));
      }
    }
    return out.toByteArray();
  }

  private static byte[] decompress(Compression compression, byte[] content) throws IOException {
    InputStream in = new ByteArrayInputStream(content);
    try (InputStream plain = compression.decompress(in, ArchiveLimits.create())) {
      return plain.readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, 0",
    "NONE, 100000",
    "GZIP, 0",
    "GZIP, 1",
    "GZIP, 131072",
    "GZIP, 131073",
    "GZIP, 3000000",
    "ZSTD, 0",
    "ZSTD, 1",
    "ZSTD, 1048576",
    "ZSTD, 9000001"
  })
  void decompress_whatWasCompressed_isTheSame(Compression compression, int size)
      throws IOException {
    byte[] content = weights(size);
    byte[] compressed = compress(compression, CompressionOptions.create(), content, 65536);
    assertThat(decompress(compression, compressed)).isEqualTo(content);
  }

  @ParameterizedTest
  @CsvSource({"ZSTD, 1", "ZSTD, 3", "GZIP, 1", "GZIP, 6"})
  void compress_anyThreadsAndWriteSizes_givesTheSameBytes(Compression compression, int level)
      throws IOException {
    byte[] content = weights(10_000_000);
    CompressionOptions options = CompressionOptions.create().withLevel(level);
    byte[] expected = compress(compression, options.withThreads(1), content, content.length);
    for (int threads : new int[] {1, 2, 4}) {
      byte[] actual = compress(compression, options.withThreads(threads), content, 8191 * threads);
      assertThat(Digest.sha256(actual))
          .as("%s threads", threads)
          .isEqualTo(Digest.sha256(expected));
    }
  }

  @Test
  void compress_tarWithZstd_givesTheGoldenBytes() throws IOException {
    byte[] archive = Tars.write(Map.of("models/model.safetensors", weights(3_000_000)));
    byte[] compressed = compress(Compression.ZSTD, CompressionOptions.create(), archive, 65536);
    assertThat(Digest.sha256(compressed).encoded())
        .isEqualTo("f9118c1ce985c2c0025f02af00a9ae99420bc60bb27ca1abb0b01d19f2140945");
  }

  @ParameterizedTest
  @EnumSource(DeflateStrategy.class)
  void compress_gzip_isOneMemberForTheJdksReader(DeflateStrategy strategy) throws IOException {
    byte[] content = weights(1_000_001);
    CompressionOptions options =
        CompressionOptions.create().withThreads(2).withDeflateStrategy(strategy);
    byte[] compressed = compress(Compression.GZIP, options, content, 10_000);
    assertThat(compressed).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(decompress(Compression.GZIP, compressed)).isEqualTo(content);
  }

  @Test
  void compress_huffmanOnlyForWeights_isSmallerThanLevelOne() throws IOException {
    byte[] content = weights(2_000_000);
    CompressionOptions general = CompressionOptions.create();
    CompressionOptions huffman = general.withDeflateStrategy(DeflateStrategy.HUFFMAN_ONLY);
    assertThat(compress(Compression.GZIP, huffman, content, 65536))
        .hasSizeLessThan(compress(Compression.GZIP, general, content, 65536).length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void compress_incompressibleGzip_roundTrips(int threads) throws IOException {
    byte[] noise = new byte[1_000_000];
    new Random(3).nextBytes(noise);
    for (DeflateStrategy strategy : DeflateStrategy.values()) {
      CompressionOptions options =
          CompressionOptions.create().withThreads(threads).withDeflateStrategy(strategy);
      byte[] compressed = compress(Compression.GZIP, options.withLevel(9), noise, 70_000);
      assertThat(decompress(Compression.GZIP, compressed)).isEqualTo(noise);
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void close_leavesTheTargetOpenAndRefusesMore(Compression compression) throws IOException {
    boolean[] closed = new boolean[1];
    OutputStream target =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    OutputStream compressed = compression.compress(target, CompressionOptions.create());
    compressed.write(1);
    compressed.close();
    compressed.close();
    assertThat(closed[0]).isFalse();
    if (compression != Compression.NONE) {
      assertThatThrownBy(() -> compressed.write(1)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void close_afterTheTargetFailed_writesNoMore(Compression compression) throws IOException {
    int[] calls = new int[1];
    OutputStream failing =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            write(new byte[1], 0, 1);
          }

          @Override
          public void write(byte[] buffer, int offset, int length) throws IOException {
            if (++calls[0] > 2) {
              throw new IOException("disk full");
            }
          }
        };
    OutputStream compressed = compression.compress(failing, CompressionOptions.create());
    byte[] content = weights(8_000_000);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10; i++) {
                compressed.write(content);
              }
            })
        .hasMessageContaining("disk full");
    int before = calls[0];
    compressed.close();
    assertThat(calls[0]).isEqualTo(before);
  }

  @Test
  @Timeout(60)
  void close_gzipWithThreads_endsThem() throws Exception {
    CompressionOptions options = CompressionOptions.create().withThreads(3);
    OutputStream compressed = Compression.GZIP.compress(OutputStream.nullOutputStream(), options);
    compressed.write(weights(2_000_000));
    List<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("ocimodel-gzip"))
            .toList();
    assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);
    compressed.close();
    for (Thread thread : threads) {
      thread.join(); // the pool has ended, its threads are on their way out
    }
  }

  @Test
  void write_interruptedGzip_throwsAndKeepsTheFlag() throws IOException {
    CompressionOptions options = CompressionOptions.create().withThreads(2);
    OutputStream compressed = Compression.GZIP.compress(OutputStream.nullOutputStream(), options);
    byte[] content = weights(4_000_000);
    try {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> compressed.write(content))
          .isInstanceOf(InterruptedIOException.class);
    } finally {
      compressed.close();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"GZIP, 10", "ZSTD, 20", "GZIP, 0"})
  void compress_unknownLevel_throwsIllegalArgument(Compression compression, int level) {
    CompressionOptions options = CompressionOptions.create().withLevel(level);
    assertThatThrownBy(() -> compression.compress(OutputStream.nullOutputStream(), options))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withThreads_none_throwsIllegalArgument() {
    assertThatThrownBy(() -> CompressionOptions.create().withThreads(0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
