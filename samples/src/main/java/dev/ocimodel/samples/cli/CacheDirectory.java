package dev.ocimodel.samples.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where things are kept between runs (XDG Base Directory Specification). */
final class CacheDirectory {

  private CacheDirectory() {}

  /** Returns it, or null where it cannot be written: what is kept there is a convenience. */
  static @Nullable Path writable(String name) {
    Path directory = of(name);
    Path existing = directory;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    boolean writable =
        existing != null && Files.isDirectory(existing) && Files.isWritable(existing);
    return writable ? directory : null;
  }

  private static Path of(String name) {
    String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    return base.resolve("ocimodel").resolve(name);
  }
}
