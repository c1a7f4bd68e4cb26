package dev.ocimodel.model.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whole archives, small enough for memory. */
final class Tars {

  private Tars() {}

  static byte[] write(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter writer = new TarWriter(out);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] content = file.getValue();
      writer.file(file.getKey(), content.length, new ByteArrayInputStream(content));
    }
    writer.finish();
    return out.toByteArray();
  }

  static List<TarEntry> entries(byte[] archive) throws IOException {
    return entries(archive, ArchiveLimits.create());
  }

  static List<TarEntry> entries(byte[] archive, ArchiveLimits limits) throws IOException {
    TarReader reader = new TarReader(new ByteArrayInputStream(archive), limits);
    List<TarEntry> entries = new ArrayList<>();
    for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
      entries.add(entry);
    }
    return entries;
  }

  /** The files of an archive; directories and links are left out. */
  static Map<String, byte[]> files(InputStream archive) throws IOException {
    TarReader reader = new TarReader(archive, ArchiveLimits.create());
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
      if (entry.type() == TarEntry.Type.FILE) {
        files.put(entry.path(), reader.content().readAllBytes());
      }
    }
    return files;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
