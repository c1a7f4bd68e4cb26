package dev.ocimodel.registry.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one reading of Docker's {@code config.json} says about credentials.
 *
 * @param root the file's content
 */
record DockerConfigFile(DockerJson root) {

  /** Real files hold a few kilobytes; this only keeps a wrong path from filling the heap. */
  static final int MAX_SIZE = 4 * 1024 * 1024;

  /** Where old clients kept what is now in {@code auths}, and nothing else. */
  static final String LEGACY_NAME = ".dockercfg";

  private static final byte[] NO_CONTENT = "{}".getBytes(StandardCharsets.UTF_8);

  static DockerConfigFile read(Path file) {
    byte[] content = content(file);
    // Docker takes an empty file for one without entries.
    boolean blank = new String(content, StandardCharsets.ISO_8859_1).isBlank();
    DockerJson root = DockerJson.parse(blank ? NO_CONTENT : content, "docker config file " + file);
    if (!isLegacy(file)) {
      return new DockerConfigFile(root);
    }
    ObjectNode wrapped = StrictJson.newObject();
    wrapped.set("auths", root.node());
    return new DockerConfigFile(new DockerJson(wrapped, root.what()));
  }

  static boolean isLegacy(Path file) {
    return file.endsWith(LEGACY_NAME);
  }

  private static byte[] content(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_SIZE + 1);
      if (content.length > MAX_SIZE) {
        throw new InvalidContentException(
            "Invalid docker config file " + file + ": larger than " + MAX_SIZE + " bytes");
      }
      return content;
    } catch (NoSuchFileException e) {
      return NO_CONTENT;
    } catch (IOException e) {
      throw new StorageException(
          "Reading the docker config file " + file + " failed: " + e + "; check its permissions",
          e);
    }
  }

  /**
   * Returns the helpers to ask, in order: the registry's own, then the one for all. An empty name
   * for a registry means that its credentials are in the file.
   */
  List<String> helpers(RegistryName registry, String repository) {
    Set<String> names = new LinkedHashSet<>();
    DockerJson own = root.object("credHelpers");
    for (String key : registry.matching(own.keys(), repository)) {
      String name = helper(own.node().path(key).textValue(), "credHelpers", registry);
      if (name.isEmpty()) {
        return List.copyOf(names);
      }
      names.add(name);
    }
    String store = helper(root.text("credsStore"), "credsStore", registry);
    if (!store.isEmpty()) {
      names.add(store);
    }
    return List.copyOf(names);
  }

  private String helper(@Nullable String name, String field, RegistryName registry) {
    if (name == null || !(name.isEmpty() || CredentialHelper.isName(name))) {
      throw root.invalid(
          "the helper for "
              + registry.host()
              + " in \""
              + field
              + "\" must be a name of letters, digits, '.', '_' and '-'");
    }
    return name;
  }

  /** Returns the credentials that the file itself holds. */
  Optional<Credentials> credentials(RegistryName registry, String repository) {
    DockerJson auths = root.object("auths");
    for (String key : registry.matching(auths.keys(), repository)) {
      DockerJson entry = auths.entry(key, "entry of \"auths\" for " + registry.host());
      Optional<Credentials> found = credentials(entry);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Credentials> credentials(DockerJson entry) {
    String registryToken = entry.text("registrytoken");
    String identityToken = entry.text("identitytoken");
    Login login = login(entry);
    try {
      if (!registryToken.isEmpty()) {
        return Optional.of(Credentials.registryToken(registryToken));
      }
      if (!identityToken.isEmpty()) {
        return Optional.of(Credentials.identityToken(identityToken));
      }
      return login.credentials();
    } catch (InvalidContentException e) {
      throw entry.invalid(String.valueOf(e.getMessage()));
    }
  }

  private static Login login(DockerJson entry) {
    String auth = entry.text("auth");
    if (auth.isEmpty()) {
      return new Login(entry.text("username"), entry.text("password"));
    }
    String decoded = decode(auth, entry);
    int colon = decoded.indexOf(':');
    if (colon < 0) {
      throw entry.invalid("field \"auth\" must be the base64 of USER:PASSWORD");
    }
    return new Login(decoded.substring(0, colon), decoded.substring(colon + 1));
  }

  private static String decode(String auth, DockerJson entry) {
    try {
      // As Docker: line breaks of a wrapped base64 and padding zeros of old clients are no content.
      byte[] bytes = Base64.getDecoder().decode(auth.replace("\r", "").replace("\n", ""));
      return new String(bytes, StandardCharsets.UTF_8).replaceAll("\0+$", "");
    } catch (IllegalArgumentException e) {
      throw entry.invalid("field \"auth\" is not base64");
    }
  }

  /** User name and password as written, not yet checked. */
  private record Login(String username, String password) {

    Optional<Credentials> credentials() {
      return username.isEmpty() && password.isEmpty()
          ? Optional.empty()
          : Optional.of(Credentials.basic(username, password));
    }

    @Override
    public String toString() {
      return "Login[***]";
    }
  }
}
