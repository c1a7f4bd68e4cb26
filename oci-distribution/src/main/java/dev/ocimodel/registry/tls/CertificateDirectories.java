package dev.ocimodel.registry.tls;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.StorageException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Directories as docker and podman read them ({@code certs.d}): a directory named {@code host} or
 * {@code host:port} in one of them holds {@code *.crt}, the authorities of that registry, and
 * {@code NAME.cert} with {@code NAME.key}, the certificate to show there. Authorities are trusted
 * besides the JVM's own. Immutable.
 */
public final class CertificateDirectories {

  private final List<Path> directories;

  private CertificateDirectories(List<Path> directories) {
    this.directories = directories;
  }

  /**
   * Where docker and podman look: {@code ~/.config/containers/certs.d}, {@code
   * /etc/containers/certs.d}, {@code /etc/docker/certs.d}, in this order.
   */
  public static CertificateDirectories standard() {
    return of(
        List.of(
            Path.of(System.getProperty("user.home", ""), ".config", "containers", "certs.d"),
            Path.of("/etc/containers/certs.d"),
            Path.of("/etc/docker/certs.d")));
  }

  /** These directories; the first that has one for a registry decides. Absent ones are no error. */
  public static CertificateDirectories of(List<Path> directories) {
    return new CertificateDirectories(List.copyOf(directories));
  }

  /**
   * Looks for what is there for one registry.
   *
   * @param registry host and optional port, as in a reference
   * @return options, or empty where no directory is for this registry
   * @throws StorageException if a directory cannot be read
   * @throws InvalidContentException if a certificate has no key or the reverse
   */
  public Optional<TlsOptions> find(String registry) {
    String name = registry.toLowerCase(Locale.ROOT);
    // A name that leads elsewhere is no host; names from references cannot.
    if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.startsWith(".")) {
      return Optional.empty();
    }
    // Windows has no colons in names; docker leaves them out there.
    String folder = File.separatorChar == '\\' ? name.replace(":", "") : name;
    for (Path directory : directories) {
      List<Path> files = list(directory.resolve(folder));
      if (!files.isEmpty()) {
        return Optional.of(options(files));
      }
    }
    return Optional.empty();
  }

  private static List<Path> list(Path directory) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.{crt,cert,key}")) {
      entries.forEach(files::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw new StorageException(
          "Reading the certificates in " + directory + " failed: " + e + "; check its permissions",
          e);
    }
    Collections.sort(files);
    return files;
  }

  private static TlsOptions options(List<Path> files) {
    TlsOptions options = TlsOptions.create();
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.endsWith(".crt")) {
        options = options.withAuthority(file);
      } else if (name.endsWith(".cert")) {
        Path key = sibling(file, ".cert", ".key");
        requireSibling(files, file, key);
        options =
            options.hasClientCertificate() ? options : options.withClientCertificate(file, key);
      } else {
        requireSibling(files, file, sibling(file, ".key", ".cert"));
      }
    }
    return options;
  }

  private static Path sibling(Path file, String suffix, String other) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - suffix.length()) + other);
  }

  private static void requireSibling(List<Path> files, Path file, Path sibling) {
    if (!files.contains(sibling)) {
      throw new InvalidContentException(
          file + " is of no use without " + sibling.getFileName() + " beside it");
    }
  }

  @Override
  public String toString() {
    return "CertificateDirectories" + directories;
  }
}
