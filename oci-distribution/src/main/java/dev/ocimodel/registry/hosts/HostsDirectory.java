package dev.ocimodel.registry.hosts;

import dev.ocimodel.oci.StorageException;
import dev.ocimodel.registry.tls.CertificateDirectories;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A directory as containerd reads it ({@code /etc/containerd/certs.d}): a directory {@code
 * HOST_PORT_}, {@code HOST:PORT} or {@code HOST} in it, else {@code _default}, holds the {@code
 * hosts.toml} of a registry. Where that file is absent, {@code *.crt}, {@code *.cert} and {@code
 * *.key} beside it say whom to trust, as in docker's {@code certs.d}. Immutable.
 */
public final class HostsDirectory {

  private static final String FILE = "hosts.toml";
  private static final String DEFAULT = "_default";

  private final Path root;

  private HostsDirectory(Path root) {
    this.root = root;
  }

  /** This directory; it need not be there. */
  public static HostsDirectory of(Path root) {
    return new HostsDirectory(root);
  }

  /**
   * Looks for what is there for one registry, now.
   *
   * @param registry host and optional port, as in a reference
   * @param registryUrl the registry's own URL, which options without a {@code server} are for
   * @return its hosts, or empty where the directory says nothing of it
   * @throws StorageException if a file cannot be read
   * @throws dev.ocimodel.oci.InvalidContentException naming file and key, if a file is not what
   *     containerd documents
   */
  public Optional<RegistryHosts> find(String registry, String registryUrl) {
    for (String name : names(registry.toLowerCase(Locale.ROOT))) {
      Path directory = directory(name);
      if (directory != null) {
        byte[] content = read(directory.resolve(FILE));
        return content.length > 0
            ? Optional.of(HostsFile.parse(directory.resolve(FILE), content, registryUrl))
            : certificates(name, registryUrl);
      }
    }
    return Optional.empty();
  }

  private static List<String> names(String registry) {
    List<String> names = new ArrayList<>();
    boolean safe = !registry.isEmpty() && registry.matches("[^/\\\\.][^/\\\\]*");
    if (safe) {
      if (registry.matches(".*:[0-9]+")) {
        int colon = registry.lastIndexOf(':');
        names.add(registry.substring(0, colon) + "_" + registry.substring(colon + 1) + "_");
      }
      names.add(registry);
    }
    names.add(DEFAULT);
    return names;
  }

  private @Nullable Path directory(String name) {
    try {
      Path directory = root.resolve(name);
      return Files.isDirectory(directory) ? directory : null;
    } catch (InvalidPathException e) {
      return null; // a colon, where names have none
    }
  }

  private static byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HostsFile.MAX_SIZE + 1);
    } catch (NoSuchFileException e) {
      return new byte[0];
    } catch (IOException e) {
      throw new StorageException(
          "Reading " + file + " failed: " + e + "; check its permissions", e);
    }
  }

  private Optional<RegistryHosts> certificates(String name, String registryUrl) {
    return CertificateDirectories.of(List.of(root))
        .find(name)
        .map(tls -> new RegistryHosts(List.of(), RegistryHost.of(registryUrl).withTls(tls)));
  }

  @Override
  public String toString() {
    return "HostsDirectory[" + root + "]";
  }
}
