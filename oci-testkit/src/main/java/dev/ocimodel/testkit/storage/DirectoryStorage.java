package dev.ocimodel.testkit.storage;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Everything in files, streamed: {@code blobs/ALGORITHM/ENCODED} for content, {@code
 * repositories/NAME/_KIND/KEY} for records, {@code uploads} for what is on its way. No component of
 * a repository's name starts with an underscore, so records and nested repositories stay apart.
 *
 * <p>Files appear by renaming, but are not forced to disk: a power loss may cost a test's registry
 * its content.
 */
public final class DirectoryStorage implements RegistryStorage {

  private final Path blobs;
  private final Path repositories;
  private final Path uploads;

  /** Uses a directory, which is made when it is absent; what an earlier registry left is found. */
  public DirectoryStorage(Path directory) throws IOException {
    this.blobs = directory.resolve("blobs");
    this.repositories = directory.resolve("repositories");
    this.uploads = directory.resolve("uploads");
    for (Path each : List.of(blobs, repositories, uploads)) {
      Files.createDirectories(each);
    }
  }

  private Path path(Digest digest) {
    return blobs.resolve(digest.algorithm()).resolve(digest.encoded());
  }

  private Path records(String repository, Kind kind) {
    return repositories
        .resolve(repository)
        .resolve("_" + kind.name().toLowerCase(Locale.ROOT) + "s");
  }

  /** Not every file system takes a colon. */
  private Path record(String repository, Kind kind, String key) {
    return records(repository, kind).resolve(key.replace(':', '-'));
  }

  @Override
  public Optional<Blob> content(Digest digest) throws IOException {
    Path file = path(digest);
    try {
      Descriptor descriptor = Descriptor.of(MediaType.OCTET_STREAM, digest, Files.size(file));
      return Optional.of(Blob.of(descriptor, file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public PendingContent begin() throws IOException {
    return new FileContent(temporary(), (file, digest) -> move(file, path(digest)));
  }

  private Path temporary() {
    return uploads.resolve(UUID.randomUUID().toString());
  }

  private static void move(Path temporary, Path file) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public Optional<String> get(String repository, Kind kind, String key) throws IOException {
    try {
      return Optional.of(Files.readString(record(repository, kind, key)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void put(String repository, Kind kind, String key, String value) throws IOException {
    Path temporary = temporary();
    Files.writeString(temporary, value);
    move(temporary, record(repository, kind, key));
  }

  @Override
  public boolean remove(String repository, Kind kind, String key) throws IOException {
    return Files.deleteIfExists(record(repository, kind, key));
  }

  @Override
  public List<String> keys(String repository, Kind kind) throws IOException {
    Path directory = records(repository, kind);
    List<String> keys = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          keys.add(kind == Kind.TAG ? name : name.replaceFirst("-", ":"));
        }
      }
    }
    Collections.sort(keys);
    return keys;
  }

  @Override
  public List<String> repositories() throws IOException {
    try (Stream<Path> all = Files.walk(repositories)) {
      return all.filter(path -> path.getFileName().toString().startsWith("_"))
          .map(path -> repositories.relativize(Objects.requireNonNull(path.getParent())))
          .map(name -> name.toString().replace('\\', '/'))
          .distinct()
          .sorted()
          .toList();
    }
  }
}
