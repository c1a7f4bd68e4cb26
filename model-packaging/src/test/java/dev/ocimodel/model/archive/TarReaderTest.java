package dev.ocimodel.model.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.model.archive.TarEntry.Type;
import dev.ocimodel.oci.InvalidContentException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {

  @Test
  void next_everyKindOfEntry_isRead() throws IOException {
    byte[] archive =
        new TarBytes()
            .header('5', "models/", 0, b -> TarBytes.put(b, 100, "0000700"))
            .file("models/a", "content")
            .header('2', "models/up", 0, b -> TarBytes.put(b, 157, "../b"))
            .header('1', "models/same", 0, b -> TarBytes.put(b, 157, "models/a"))
            .end();
    assertThat(Tars.entries(archive))
        .containsExactly(
            new TarEntry("models", Type.DIRECTORY, 0, 0700, null),
            new TarEntry("models/a", Type.FILE, 7, 0644, null),
            new TarEntry("models/up", Type.SYMLINK, 0, 0644, "../b"),
            new TarEntry("models/same", Type.HARD_LINK, 0, 0644, "models/a"));
  }

  @Test
  void next_rootAndDotSlash_skipsTheOneAndStripsTheOther() throws IOException {
    byte[] archive = new TarBytes().header('5', "./", 0).file("./a/b", "x").end();
    assertThat(Tars.entries(archive)).extracting(TarEntry::path).containsExactly("a/b");
  }

  @Test
  void next_gnuLongNameAndLink_areRead() throws IOException {
    String name = "n".repeat(200);
    String target = "t".repeat(300);
    byte[] archive =
        new TarBytes()
            .extended('L', Tars.utf8(name + "\0"))
            .extended('K', Tars.utf8(target + "\0"))
            .header('2', "cut", 0, b -> TarBytes.put(b, 157, "cut"))
            .end();
    assertThat(Tars.entries(archive))
        .containsExactly(new TarEntry(name, Type.SYMLINK, 0, 0644, target));
  }

  @Test
  void next_gnuMagic_ignoresWhatIsInPlaceOfThePrefix() throws IOException {
    byte[] archive =
        new TarBytes()
            .header(
                '0',
                "a",
                0,
                b -> {
                  TarBytes.put(b, 257, "ustar  \0");
                  TarBytes.put(b, 345, "14522722163\0");
                })
            .end();
    assertThat(Tars.entries(archive)).extracting(TarEntry::path).containsExactly("a");
  }

  @Test
  void next_oldFormatDirectory_isOne() throws IOException {
    byte[] archive =
        new TarBytes().header('\0', "d/", 0, b -> Arrays.fill(b, 257, 265, (byte) 0)).end();
    assertThat(Tars.entries(archive)).extracting(TarEntry::type).containsExactly(Type.DIRECTORY);
  }

  @Test
  void next_harmlessPaxRecords_areIgnored() throws IOException {
    byte[] binary =
        TarBytes.record("SCHILY.xattr.user.x=\0\u00ff".getBytes(StandardCharsets.UTF_8));
    byte[] archive =
        new TarBytes()
            .extended('g', TarBytes.record(Tars.utf8("comment=0f3a")))
            .extended('x', binary)
            .file("a", "")
            .pax("mtime=1700000000.123456789", "atime=-1.5", "uid=4294967296", "uname=jörg")
            .file("b", "")
            .end();
    assertThat(Tars.entries(archive)).extracting(TarEntry::path).containsExactly("a", "b");
  }

  @Test
  void next_zeroPaddingAfterTheEnd_isRead() throws IOException {
    byte[] padded = Arrays.copyOf(new TarBytes().file("a", "x").end(), 20480);
    assertThat(Tars.entries(padded)).hasSize(1);
  }

  @Test
  void next_unreadContent_isSkipped() throws IOException {
    byte[] archive = new TarBytes().file("a", "x".repeat(5000)).file("b", "y").end();
    TarReader reader = new TarReader(new ByteArrayInputStream(archive), ArchiveLimits.create());
    reader.next();
    InputStream first = reader.content();
    assertThat(first.readNBytes(3)).asString().isEqualTo("xxx");
    reader.next();
    assertThat(first.read()).as("content of the entry before").isEqualTo(-1);
    assertThat(reader.content().readAllBytes()).asString().isEqualTo("y");
    assertThat(reader.next()).isNull();
    assertThat(reader.next()).isNull();
    assertThat(reader.content().read()).isEqualTo(-1);
  }

  @Test
  void content_archiveEndsEarly_throwsInvalid() throws IOException {
    byte[] archive = Arrays.copyOf(new TarBytes().file("a", "x".repeat(5000)).end(), 3000);
    TarReader reader = new TarReader(new ByteArrayInputStream(archive), ArchiveLimits.create());
    reader.next();
    assertThatThrownBy(() -> reader.content().readAllBytes())
        .isInstanceOf(InvalidContentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void next_randomArchive_roundTripsInTrickles(long seed) throws IOException {
    Random random = new Random(seed);
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < 40; i++) {
      files.put(randomPath(random, i), randomContent(random));
    }
    InputStream trickle = new Trickle(new ByteArrayInputStream(Tars.write(files)), random);
    Map<String, byte[]> read = Tars.files(trickle);
    assertThat(List.copyOf(read.keySet())).isEqualTo(List.copyOf(files.keySet()));
    assertThat(read).containsExactlyEntriesOf(files);
  }

  private static String randomPath(Random random, int unique) {
    StringBuilder path = new StringBuilder();
    int depth = random.nextInt(4);
    for (int i = 0; i < depth; i++) {
      path.append("d".repeat(1 + random.nextInt(120))).append(unique).append('/');
    }
    String alphabet = random.nextBoolean() ? "abc-_. x" : "aé漢字𝒳";
    int length = random.nextInt(60);
    int[] letters = alphabet.codePoints().toArray();
    for (int i = 0; i < length; i++) {
      path.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return path.append("f").append(unique).toString();
  }

  private static byte[] randomContent(Random random) {
    int aroundABlock = 512 * random.nextInt(4) + random.nextInt(3) - 1;
    byte[] content = new byte[Math.max(0, aroundABlock)];
    random.nextBytes(content);
    return content;
  }

  /** Gives a few bytes at a time, as sockets do. */
  private static final class Trickle extends FilterInputStream {

    private final Random random;

    Trickle(InputStream in, Random random) {
      super(in);
      this.random = random;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return in.read(buffer, offset, Math.min(length, 1 + random.nextInt(700)));
    }
  }
}
