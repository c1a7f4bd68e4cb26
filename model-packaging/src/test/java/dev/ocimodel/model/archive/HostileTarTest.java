package dev.ocimodel.model.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of the archive-attack table that a tar reader can refuse. */
class HostileTarTest {

  private static Arguments attack(String name, byte[] archive, String message) {
    return Arguments.of(name, archive, message);
  }

  static Stream<Arguments> attacks() {
    return Stream.of(
        attack("bad checksum", badChecksum(), "checksum is wrong"),
        attack(
            "no archive at all", new byte[600], "without the two zero blocks|middle of an entry"),
        attack("empty", new byte[0], "without the two zero blocks"),
        attack("no end blocks", new TarBytes().file("a", "x").unfinished(), "two zero blocks"),
        attack("one end block", oneEndBlock(), "two zero blocks"),
        attack("lone zero block", loneZeroBlock(), "single zero block"),
        attack("data after the end", dataAfterEnd(), "data follows"),
        attack("truncated content", truncated(700), "middle of an entry"),
        attack("truncated header", truncated(300), "middle of an entry"),
        attack("truncated padding", truncated(520), "middle of an entry"),
        attack("unknown magic", magic("ustarX00"), "no known tar format"),
        attack("device", type('3'), "a device"),
        attack("block device", type('4'), "a device"),
        attack("fifo", type('6'), "a FIFO"),
        attack("gnu sparse", type('S'), "sparse"),
        attack("type Z", type('Z'), "unknown type"),
        attack("gnu dump dir", type('D'), "unknown type"),
        attack("size on a symlink", sized('2'), "has content"),
        attack("size on a hard link", sized('1'), "has content"),
        attack("size on a directory", sized('5'), "has content"),
        attack("link without a target", link(""), "without a target"),
        attack("pax sparse", pax("GNU.sparse.major=1"), "sparse"),
        attack("pax size differs", pax("size=1024"), "its size is 1"),
        attack("pax size on a link", paxSizeOnLink(), "its size is 0"),
        attack("pax size negative", pax("size=-1"), "not a decimal"),
        attack("pax size huge", pax("size=9223372036854775808"), "2\\^63-1"),
        attack("pax size empty", pax("size="), "not a decimal"),
        attack("NUL in pax path", pax("path=a\0b"), "holds a NUL"),
        attack("NUL in pax link", paxLinkWithNul(), "holds a NUL"),
        attack("bad UTF-8 in pax path", badUtf8(), "not UTF-8"),
        attack("bad UTF-8 in name", change(0, "\u00ff"), "not UTF-8"),
        attack("pax key twice", pax("path=a", "path=b"), "twice"),
        attack("pax mtime nonsense", pax("mtime=9e9999999"), "no time"),
        attack("pax other charset", pax("hdrcharset=BINARY"), "not UTF-8"),
        attack("pax record too long", extended('x', "99 path=a\n"), "wrong length"),
        attack("pax record too short", extended('x', "5 path=a\n"), "wrong length|key=value"),
        attack("pax record overflow", extended('x', "99999999999 a=b\n"), "wrong length"),
        attack("pax record no length", extended('x', "path=a\n"), "start with its length"),
        attack("pax record no key", extended('x', "5 =b\n"), "key=value"),
        attack("pax header twice", twice('x', "9 path=a\n"), "two PAX"),
        attack("gnu name twice", twice('L', "a"), "two long paths"),
        attack("gnu link twice", twice('K', "a"), "two long link"),
        attack("gnu name with NUL", extended('L', "a\0b"), "holds a NUL"),
        attack("gnu and pax path", gnuAndPax(), "two long paths"),
        attack("pax without an entry", new TarBytes().pax("path=a").end(), "without its entry"),
        attack("global pax path", extended('g', "9 path=a\n"), "global PAX header sets path"),
        attack("pax over 64 KiB", extended('x', "x".repeat(65537)), "maxExtendedHeaderSize"),
        attack("long name over 64 KiB", extended('L', "x".repeat(65537)), "maxExtendedHeaderSize"),
        attack("path over the limit", extended('L', "d/".repeat(2100)), "maxPathLength"),
        attack("negative base-256", base256(0xff, 0xff), "negative or over"),
        attack("huge base-256", base256(0x80, 0x01), "negative or over"),
        attack("size not octal", size("0000000008\0"), "octal"),
        attack("size 8 EiB", base256LongMax(), "maxTotalSize"),
        attack("mtime not octal", change(136, "12x"), "mtime"),
        attack("slash after a file", new TarBytes().file("a/", "").end(), "ends in a slash"),
        attack("parent", new TarBytes().file("../x", "").end(), "segment"),
        attack("absolute", new TarBytes().file("/x", "").end(), "absolute"),
        attack("hidden parent", new TarBytes().file("a/../../x", "").end(), "segment"),
        attack("pax absolute", pax("path=/etc/passwd"), "absolute"),
        attack("drive", new TarBytes().file("C:\\x", "").end(), "Windows"),
        attack("escape sequence", new TarBytes().file("a\033[2J", "").end(), "U\\+001B"),
        attack("root as a file", new TarBytes().file(".", "").end(), "segment"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void next_attack_throwsInvalid(String name, byte[] archive, String message) {
    assertThatThrownBy(() -> Tars.entries(archive))
        .as(name)
        .isInstanceOf(InvalidContentException.class)
        .hasMessageMatching("(?s).*(" + message + ").*");
  }

  @Test
  void next_archiveCutAnywhere_throwsInvalid() throws IOException {
    byte[] whole = new TarBytes().pax("path=größe").file("x", "content").file("y", "").end();
    assertThat(Tars.entries(whole)).hasSize(2);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Tars.entries(cut))
          .as("%s bytes", length)
          .isInstanceOf(InvalidContentException.class);
    }
  }

  @Test
  void next_moreEntriesThanTheLimit_throwsInvalid() {
    TarBytes archive = new TarBytes().file("a", "").file("b", "").file("c", "");
    ArchiveLimits two = ArchiveLimits.create().withMaxEntries(2);
    assertThatThrownBy(() -> Tars.entries(archive.end(), two)).hasMessageContaining("maxEntries");
  }

  @Test
  void next_moreBytesThanTheLimit_throwsInvalidBeforeTheContent() {
    byte[] archive = new TarBytes().file("a", "xx").file("b", "xx").end();
    ArchiveLimits three = ArchiveLimits.create().withMaxTotalSize(3);
    assertThatThrownBy(() -> Tars.entries(archive, three))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("maxTotalSize");
  }

  @Test
  void next_afterRefusal_throwsIllegalState() {
    TarReader reader =
        new TarReader(new ByteArrayInputStream(badChecksum()), ArchiveLimits.create());
    assertThatThrownBy(reader::next).isInstanceOf(InvalidContentException.class);
    assertThatThrownBy(reader::next).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({"0004755, 493", "0007777, 511", "0106644, 420"})
  void next_specialModeBits_dropsThem(String mode, int expected) throws IOException {
    byte[] archive = new TarBytes().header('0', "a", 0, b -> TarBytes.put(b, 100, mode)).end();
    assertThat(Tars.entries(archive).get(0).mode()).isEqualTo(expected);
  }

  private static byte[] badChecksum() {
    byte[] archive = new TarBytes().file("a", "x").end();
    archive[0] = 'b';
    return archive;
  }

  private static byte[] oneEndBlock() {
    return new TarBytes().file("a", "x").raw(new byte[512]).unfinished();
  }

  private static byte[] loneZeroBlock() {
    return new TarBytes().file("a", "x").raw(new byte[512]).file("b", "y").end();
  }

  private static byte[] dataAfterEnd() {
    byte[] padded = Arrays.copyOf(new TarBytes().file("a", "x").end(), 10240);
    padded[10239] = 1;
    return padded;
  }

  private static byte[] truncated(int length) {
    return Arrays.copyOf(new TarBytes().file("a", "x".repeat(600)).end(), length);
  }

  private static byte[] magic(String magic) {
    return change(257, magic);
  }

  private static byte[] change(int offset, String value) {
    return new TarBytes().header('0', "a", 0, b -> TarBytes.put(b, offset, value)).end();
  }

  private static byte[] size(String size) {
    return change(124, size);
  }

  private static byte[] type(char type) {
    return new TarBytes().header(type, "a", 0).end();
  }

  private static byte[] sized(char type) {
    return new TarBytes()
        .header(type, "a", 512, b -> TarBytes.put(b, 157, "b"))
        .content(new byte[512])
        .end();
  }

  private static byte[] link(String target) {
    return new TarBytes().header('2', "a", 0, b -> TarBytes.put(b, 157, target)).end();
  }

  private static byte[] pax(String... records) {
    return new TarBytes().pax(records).file("x", "1").end();
  }

  private static byte[] paxSizeOnLink() {
    return new TarBytes()
        .pax("size=512")
        .header('2', "a", 0, b -> TarBytes.put(b, 157, "b"))
        .content(new byte[512])
        .end();
  }

  private static byte[] paxLinkWithNul() {
    return new TarBytes().pax("linkpath=a\0b").header('2', "x", 0).end();
  }

  private static byte[] badUtf8() {
    byte[] record = TarBytes.record(new byte[] {'p', 'a', 't', 'h', '=', (byte) 0xff});
    return new TarBytes().extended('x', record).file("x", "").end();
  }

  private static byte[] extended(char type, String content) {
    return new TarBytes().extended(type, Tars.utf8(content)).file("x", "").end();
  }

  private static byte[] twice(char type, String content) {
    byte[] bytes = Tars.utf8(content);
    return new TarBytes().extended(type, bytes).extended(type, bytes).file("x", "").end();
  }

  private static byte[] gnuAndPax() {
    return new TarBytes().extended('L', Tars.utf8("a")).pax("path=b").file("x", "").end();
  }

  private static byte[] base256(int first, int second) {
    return new TarBytes()
        .header(
            '0',
            "a",
            0,
            b -> {
              b[124] = (byte) first;
              b[125] = (byte) second;
            })
        .end();
  }

  private static byte[] base256LongMax() {
    return new TarBytes()
        .header(
            '0',
            "a",
            0,
            b -> {
              Arrays.fill(b, 124, 136, (byte) 0);
              b[124] = (byte) 0x80;
              b[128] = 0x7f;
            })
        .end();
  }
}
