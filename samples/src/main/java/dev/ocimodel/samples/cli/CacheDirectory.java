package dev.ocimodel.samples.cli;

import java.nio.file.Path;

/** Where things are kept between runs (XDG Base Directory Specification). */
final class CacheDirectory {

  private CacheDirectory() {}

  static Path of(String name) {
    String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    return base.resolve("ocimodel").resolve(name);
  }
}
