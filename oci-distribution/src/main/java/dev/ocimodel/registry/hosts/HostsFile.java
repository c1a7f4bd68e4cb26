package dev.ocimodel.registry.hosts;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.registry.hosts.RegistryHost.Capability;
import dev.ocimodel.registry.tls.TlsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads containerd's {@code hosts.toml} (its {@code docs/hosts.md}). Keys that are not in there are
 * passed over, as containerd does. Hosts keep the order in which the file first names them.
 */
final class HostsFile {

  static final int MAX_SIZE = 1024 * 1024;

  private static final TomlMapper TOML =
      new TomlMapper(
          TomlFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(16)
                      .maxStringLength(64 * 1024)
                      .maxNumberLength(64)
                      .build())
              .build());

  private final Path file;

  private HostsFile(Path file) {
    this.file = file;
  }

  /**
   * @param file names the file in errors, and is what its paths are relative to
   */
  static RegistryHosts parse(Path file, byte[] content, String registryUrl) {
    if (content.length > MAX_SIZE) {
      throw new InvalidContentException(
          "Invalid " + file + ": it is larger than " + MAX_SIZE + " bytes");
    }
    return new HostsFile(file).hosts(tree(file, content), registryUrl);
  }

  private static TomlTable tree(Path file, byte[] content) {
    try {
      return TomlTable.root(file, TOML.readTree(content));
    } catch (JsonProcessingException e) {
      // Neither its message nor its cause may travel: both quote the file, which can hold secrets.
      throw new InvalidContentException(
          "Invalid " + file + ": it is no TOML that can be read" + location(e.getLocation()));
    } catch (IOException e) {
      throw new InvalidContentException("Invalid " + file + ": it is not UTF-8");
    }
  }

  private static String location(@Nullable JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  private RegistryHosts hosts(TomlTable root, String registryUrl) {
    List<RegistryHost> mirrors = new ArrayList<>();
    for (TomlTable table : root.tables("host")) {
      if (table.has("host")) {
        throw table.invalid("host", "a host cannot have hosts of its own");
      }
      mirrors.add(host(url(table, null, table.name()), table));
    }
    String server = root.string("server");
    RegistryHost last = host(url(root, "server", server == null ? registryUrl : server), root);
    boolean plain = server == null && last.equals(RegistryHost.of(registryUrl));
    try {
      return new RegistryHosts(mirrors, plain ? null : last);
    } catch (InvalidContentException e) {
      throw root.invalid("host", e.getMessage());
    }
  }

  private static RegistryHost url(TomlTable table, @Nullable String key, String url) {
    try {
      return RegistryHost.of(url);
    } catch (InvalidContentException e) {
      throw table.invalid(key, e.getMessage());
    }
  }

  private RegistryHost host(RegistryHost bare, TomlTable table) {
    RegistryHost host =
        new RegistryHost(
            bare.url(),
            capabilities(table),
            table.bool("override_path"),
            tls(table),
            Map.of(),
            dialTimeout(table));
    Map<String, List<String>> headers = headers(table);
    try {
      for (Map.Entry<String, List<String>> header : headers.entrySet()) {
        host = host.withHeader(header.getKey(), header.getValue());
      }
      return host;
    } catch (InvalidContentException e) {
      throw table.invalid("header", e.getMessage());
    }
  }

  /** None are all. What is newer than this is the registry's own affair: referrers. */
  private static Set<Capability> capabilities(TomlTable table) {
    List<String> words = table.strings("capabilities");
    Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    for (String word : words) {
      switch (word.toLowerCase(Locale.ROOT)) {
        case "pull" -> capabilities.add(Capability.PULL);
        case "resolve" -> capabilities.add(Capability.RESOLVE);
        case "push" -> capabilities.add(Capability.PUSH);
        case "referrers" -> {} // lists are the registry's own affair: see RegistryHosts
        default ->
            throw table.invalid(
                "capabilities", "it knows \"pull\", \"resolve\", \"push\" and \"referrers\" only");
      }
    }
    return words.isEmpty() ? EnumSet.allOf(Capability.class) : capabilities;
  }

  private TlsOptions tls(TomlTable table) {
    TlsOptions tls = TlsOptions.create();
    for (String authority : table.strings("ca")) {
      tls = tls.withAuthority(path(table, "ca", authority));
    }
    List<List<String>> clients = table.stringsOrPairs("client");
    if (clients.size() > 1) {
      throw table.invalid("client", "more than one client certificate for a host is not supported");
    }
    for (List<String> pair : clients) {
      Path certificate = path(table, "client", pair.get(0));
      boolean sameFile = pair.size() < 2 || pair.get(1).isEmpty();
      tls =
          tls.withClientCertificate(
              certificate, sameFile ? certificate : path(table, "client", pair.get(1)));
    }
    return table.bool("skip_verify") ? tls.withoutVerification() : tls;
  }

  private Path path(TomlTable table, String key, String name) {
    try {
      if (!name.isEmpty()) {
        return file.resolveSibling(name);
      }
    } catch (java.nio.file.InvalidPathException e) {
      // told below
    }
    throw table.invalid(key, "it must name a file");
  }

  private static Map<String, List<String>> headers(TomlTable table) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    TomlTable header = table.table("header");
    if (header != null) {
      for (String name : header.keys()) {
        headers.put(name, header.strings(name));
      }
    }
    return headers;
  }

  private static @Nullable Duration dialTimeout(TomlTable table) {
    String text = table.string("dial_timeout");
    if (text == null || text.isEmpty()) {
      return null;
    }
    Duration timeout = GoDuration.parse(text);
    if (timeout == null) {
      throw table.invalid("dial_timeout", "it must be a duration of up to a day, such as \"1.5s\"");
    }
    return timeout.isZero() ? null : timeout;
  }
}
