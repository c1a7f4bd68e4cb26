package dev.ocimodel.model;

import dev.ocimodel.model.archive.ModelPaths;
import dev.ocimodel.model.archive.PathSet;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a model, found in a plain directory or a Hugging Face snapshot.
 *
 * <p>The order is that of the paths' UTF-8 bytes, whatever the file system, platform and locale.
 * Symbolic links to files are followed where they stay inside the directory or lead to the blobs of
 * the snapshot's own repository; every other link is refused, because it would put somebody else's
 * file into the artifact.
 */
final class ModelDirectory {

  /** Files beside a model that are no part of it. */
  private static final List<String> EXCLUDED = List.of(".git", ".gitattributes", ".cache");

  /** The order of the names' UTF-8 bytes. */
  static final Comparator<String> BYTE_ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private final Path root;
  private final @Nullable HuggingFaceCache cache;
  private final PathSet paths = new PathSet();
  private final Map<String, SourceFile> found = new TreeMap<>(BYTE_ORDER);

  private ModelDirectory(Path root, @Nullable HuggingFaceCache cache) {
    this.root = root;
    this.cache = cache;
  }

  /**
   * Lists a model's files.
   *
   * @throws ContentNotFoundException if the directory does not exist
   * @throws InvalidContentException if it is no directory, has no files, or has what cannot or must
   *     not be packed: unfinished downloads, LFS pointers, links that lead outside, names that not
   *     every system can hold
   * @throws StorageException if it cannot be read
   */
  static List<SourceFile> scan(Path directory) {
    try {
      Path root = directory.toRealPath();
      if (!Files.isDirectory(root)) {
        throw new InvalidContentException(
            "Cannot pack " + directory + ": it is a file; give the directory that holds the model");
      }
      ModelDirectory model = new ModelDirectory(root, HuggingFaceCache.around(root));
      model.visit(root, "");
      return model.complete(directory);
    } catch (NoSuchFileException e) {
      boolean whole = directory.toString().equals(e.getFile());
      throw new ContentNotFoundException(
          whole
              ? "No such model directory: " + directory
              : "Cannot pack " + directory + ": " + e.getFile() + " is missing",
          e);
    } catch (IOException e) {
      throw new StorageException("Cannot read the model directory " + directory + ": " + e, e);
    }
  }

  private List<SourceFile> complete(Path directory) throws IOException {
    if (found.isEmpty()) {
      throw new InvalidContentException(
          "Cannot pack " + directory + ": it has no files; is the model downloaded?");
    }
    List<SourceFile> files = List.copyOf(found.values());
    for (SourceFile file : files) {
      LfsPointer.refuse(file);
    }
    ShardIndex.requireShards(files);
    return files;
  }

  private void visit(Path directory, String prefix) throws IOException {
    for (Path entry : entries(directory)) {
      String name = String.valueOf(entry.getFileName());
      if (isExcluded(name)) {
        continue;
      }
      refuseUnfinished(entry, name);
      BasicFileAttributes attributes =
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isDirectory()) {
        visit(entry, prefix + name + "/");
      } else if (attributes.isSymbolicLink()) {
        add(prefix + name, entry, followed(entry));
      } else if (attributes.isRegularFile()) {
        add(prefix + name, entry, entry);
      } else {
        throw new InvalidContentException(
            "Cannot pack " + entry + ": it is neither a file nor a directory");
      }
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    }
    return entries;
  }

  private static boolean isExcluded(String name) {
    return EXCLUDED.contains(name) || name.endsWith(".lock") || name.startsWith(".ocimodel");
  }

  private static void refuseUnfinished(Path entry, String name) {
    if (name.endsWith(".incomplete")) {
      throw new InvalidContentException(
          "Cannot pack "
              + entry
              + ": its download has not finished; run the download again, or delete the file");
    }
  }

  private void add(String rawPath, Path entry, Path location) throws IOException {
    if (rawPath.indexOf('\uFFFD') >= 0) {
      throw new InvalidContentException(
          "Cannot pack "
              + entry
              + ": its name cannot be read in this process's locale; run it with LC_ALL=C.UTF-8");
    }
    String path = ModelPaths.checked(rawPath);
    paths.add(path);
    boolean blob = cache != null && cache.owns(location);
    found.put(
        path,
        SourceFile.of(
            path,
            location,
            Files.readAttributes(location, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS),
            blob ? HuggingFaceCache.claimedDigest(location) : null));
  }

  private Path followed(Path link) throws IOException {
    Path real;
    try {
      real = link.toRealPath();
    } catch (NoSuchFileException e) {
      throw new InvalidContentException(
          "Cannot pack " + link + ": it is a link to nothing; is the model downloaded?", e);
    }
    boolean ours = real.startsWith(root) || (cache != null && cache.owns(real));
    if (!ours) {
      throw new InvalidContentException(
          "Cannot pack "
              + link
              + ": it leads to "
              + real
              + ", outside of the model; replace the link with the file");
    }
    if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
      throw new InvalidContentException(
          "Cannot pack " + link + ": it is a link to something that is not a file");
    }
    return real;
  }
}
