package dev.ocimodel.model.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import dev.ocimodel.oci.InvalidContentException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileCompressionTest {

  private static final byte[] SKIPPABLE = HexFormat.of().parseHex("502a4d1803000000aabbcc");

  private static byte[] compress(Compression compression, byte[] content) throws IOException {
    CompressionOptions options = CompressionOptions.create().withThreads(1);
    return CompressionTest.compress(compression, options, content, 65536);
  }

  private static byte[] decompress(Compression compression, byte[] bytes, ArchiveLimits limits)
      throws IOException {
    try (InputStream in = compression.decompress(new ByteArrayInputStream(bytes), limits)) {
      return in.readAllBytes();
    }
  }

  private static byte[] decompress(Compression compression, byte[]... parts) throws IOException {
    return decompress(compression, joined(parts), ArchiveLimits.create());
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static void assertInvalid(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void decompress_concatenatedParts_readsAll(Compression compression) throws IOException {
    byte[] first = compress(compression, CompressionTest.weights(200_000));
    byte[] second = compress(compression, Tars.utf8("second"));
    byte[] empty = compress(compression, new byte[0]);
    byte[] all = decompress(compression, first, empty, second);
    assertThat(all).hasSize(200_006).endsWith(Tars.utf8("second"));
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void decompress_cutAnywhere_throwsInvalid(Compression compression) throws IOException {
    byte[] whole = compress(compression, CompressionTest.weights(3000));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decompress(compression, cut))
          .as("%s bytes", length)
          .isInstanceOf(InvalidContentException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void decompress_oneFlippedByte_throwsInvalidOrGivesTheContent(Compression compression)
      throws IOException {
    byte[] content = CompressionTest.weights(3000);
    byte[] whole = compress(compression, content);
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 0x10;
      try {
        assertThat(decompress(compression, changed)).as("byte %s", i).isEqualTo(content);
      } catch (InvalidContentException e) {
        assertThat(e).hasMessageContaining(compression.name().toLowerCase(Locale.ROOT));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"00", "1f", "1f8b", "6a756e6b", "28b5", "00000000000000000000", "502a4d18"})
  void decompress_junkBehind_throwsInvalid(String junk) throws IOException {
    for (Compression compression : new Compression[] {Compression.GZIP, Compression.ZSTD}) {
      byte[] honest = compress(compression, Tars.utf8("content"));
      assertThatThrownBy(() -> decompress(compression, honest, HexFormat.of().parseHex(junk)))
          .as(compression.name())
          .isInstanceOf(InvalidContentException.class);
    }
  }

  @Test
  void decompress_somethingElse_throwsInvalid() {
    byte[] text = Tars.utf8("neither of them");
    assertInvalid(() -> decompress(Compression.GZIP, text), "Not gzip");
    assertInvalid(() -> decompress(Compression.ZSTD, text), "Not zstd");
    assertInvalid(() -> decompress(Compression.GZIP, new byte[0]), "empty");
    assertInvalid(() -> decompress(Compression.ZSTD, new byte[0]), "no frame");
  }

  @Test
  void decompress_skippableFrames_areSkippedButNotEnough() throws IOException {
    byte[] frame = compress(Compression.ZSTD, Tars.utf8("content"));
    assertThat(decompress(Compression.ZSTD, SKIPPABLE, frame, SKIPPABLE, SKIPPABLE, frame))
        .asString()
        .isEqualTo("contentcontent");
    assertInvalid(() -> decompress(Compression.ZSTD, SKIPPABLE, SKIPPABLE), "no frame");
    byte[] cut = Arrays.copyOf(SKIPPABLE, SKIPPABLE.length - 1);
    assertInvalid(() -> decompress(Compression.ZSTD, frame, cut), "middle of a frame");
  }

  @Test
  void decompress_zstdWindowOverTheLimit_throwsInvalidNamingIt() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(out, 1).setLong(24)) {
      zstd.write(new byte[100_000]);
    }
    byte[] frame = out.toByteArray();
    assertInvalid(() -> decompress(Compression.ZSTD, frame), "maxZstdWindow, 8388608 bytes");
    ArchiveLimits more = ArchiveLimits.create().withMaxZstdWindow(16 << 20);
    assertThat(decompress(Compression.ZSTD, frame, more)).hasSize(100_000);
  }

  @Test
  void compress_highestZstdLevel_fitsTheDefaultWindow() throws IOException {
    byte[] content = CompressionTest.weights(2_000_000);
    CompressionOptions slowest = CompressionOptions.create().withLevel(19);
    byte[] frame = CompressionTest.compress(Compression.ZSTD, slowest, content, 65536);
    assertThat(decompress(Compression.ZSTD, frame)).isEqualTo(content);
  }

  @Test
  void decompress_zstdWithADictionary_throwsInvalid() {
    byte[] dictionary = Tars.utf8("a dictionary that nobody else has, with some text in it");
    byte[] frame = Zstd.compressUsingDict(Tars.utf8("some text in it"), dictionary, 3);
    assertThatThrownBy(() -> decompress(Compression.ZSTD, frame))
        .isInstanceOf(InvalidContentException.class);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void decompress_moreThanTheTotalLimit_throwsInvalid(Compression compression) throws IOException {
    byte[] bomb = compress(compression, new byte[1_000_000]);
    ArchiveLimits exact = ArchiveLimits.create().withMaxTotalSize(1_000_000);
    assertThat(decompress(compression, bomb, exact)).hasSize(1_000_000);
    ArchiveLimits less = exact.withMaxTotalSize(999_999);
    assertInvalid(() -> decompress(compression, bomb, less), "maxTotalSize");
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void decompress_overTheRatio_throwsInvalidBeyondTheThreshold(Compression compression)
      throws IOException {
    byte[] bomb = compress(compression, new byte[5_000_000]);
    ArchiveLimits limits =
        ArchiveLimits.create().withMaxCompressionRatio(100).withRatioThreshold(1_000_000);
    assertInvalid(() -> decompress(compression, bomb, limits), "maxCompressionRatio");
    assertThat(decompress(compression, bomb, limits.withRatioThreshold(5_000_000)))
        .hasSize(5_000_000);
  }

  @Test
  void decompress_gzipWithEveryHeaderField_readsAndChecksIt() throws IOException {
    byte[] plain = compress(Compression.GZIP, Tars.utf8("content"));
    byte[] header =
        joined(
            HexFormat.of().parseHex("1f8b081e0000000000030300616263"),
            Tars.utf8("name\0comment\0"));
    CRC32 crc = new CRC32();
    crc.update(header);
    byte[] sum = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    byte[] body = Arrays.copyOfRange(plain, 10, plain.length);
    assertThat(decompress(Compression.GZIP, header, sum, body)).asString().isEqualTo("content");
    sum[0] ^= 1;
    assertInvalid(() -> decompress(Compression.GZIP, header, sum, body), "CRC-16");
  }

  @Test
  void decompress_gzipWithEndlessName_needsNoMemory() {
    byte[] start = HexFormat.of().parseHex("1f8b0808000000000003");
    InputStream endless =
        new InputStream() {
          private long position;

          @Override
          public int read() {
            long at = position++;
            return at < start.length ? start[(int) at] & 0xff : at < (64 << 20) ? 'n' : -1;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            int value = read();
            if (value < 0) {
              return -1;
            }
            buffer[offset] = (byte) value;
            if (position <= start.length) {
              return 1;
            }
            Arrays.fill(buffer, offset, offset + length, (byte) 'n');
            position += length - 1;
            return length;
          }
        };
    InputStream in = Compression.GZIP.decompress(endless, ArchiveLimits.create());
    assertInvalid(in::read, "ends in the middle");
  }

  @Test
  void read_sourceFails_passesTheFailureOn() throws IOException {
    IOException failure = new IOException("connection reset");
    for (Compression compression : Compression.values()) {
      byte[] half = Arrays.copyOf(compress(compression, CompressionTest.weights(3000)), 500);
      InputStream failing =
          new SequenceInputStream(new ByteArrayInputStream(half), new FailingInputStream(failure));
      try (InputStream in = compression.decompress(failing, ArchiveLimits.create())) {
        assertThatThrownBy(in::readAllBytes).isSameAs(failure);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void close_closesTheSourceOnceAndEndsReading(Compression compression) throws IOException {
    int[] closed = new int[1];
    InputStream source =
        new ByteArrayInputStream(compress(compression, Tars.utf8("content"))) {
          @Override
          public void close() {
            closed[0]++;
          }
        };
    InputStream in = compression.decompress(source, ArchiveLimits.create());
    in.read();
    in.close();
    assertThat(closed[0]).isEqualTo(1);
    if (compression != Compression.NONE) {
      assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }
  }
}
