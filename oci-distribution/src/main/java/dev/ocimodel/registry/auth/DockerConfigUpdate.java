package dev.ocimodel.registry.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.StorageException;
import dev.ocimodel.oci.json.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of Docker's {@code config.json}: everything that is not the entry of one registry
 * stays as it is, unknown fields included. The new file appears whole, for its owner's eyes only.
 */
final class DockerConfigUpdate {

  private static final ObjectMapper PRETTY = new ObjectMapper();
  private static final FileAttribute<?>[] NONE = {};

  private final Path file;
  private final DockerConfigFile config;

  DockerConfigUpdate(Path file) {
    if (DockerConfigFile.isLegacy(file)) {
      throw new InvalidContentException(
          file + " is only read; credentials are written to a config.json or auth.json");
    }
    this.file = file;
    this.config = DockerConfigFile.read(file);
  }

  /** Returns the helpers that hold a registry's credentials in place of the file. */
  List<String> helpers(RegistryName registry) {
    return config.helpers(registry, "");
  }

  /** Notes only that somebody is logged in there; a helper has the secret. */
  void storeNothing(RegistryName registry) {
    auths().set(registry.serverAddress(), StrictJson.newObject());
    write();
  }

  void store(RegistryName registry, Credentials credentials) {
    ObjectNode entry = StrictJson.newObject();
    if (credentials instanceof Credentials.Basic basic) {
      String pair = basic.username() + ":" + basic.password();
      entry.put("auth", Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    } else if (credentials instanceof Credentials.IdentityToken token) {
      entry.put("identitytoken", token.token());
    } else if (credentials instanceof Credentials.RegistryToken token) {
      entry.put("registrytoken", token.token());
    }
    auths().set(registry.serverAddress(), entry);
    write();
  }

  /** Returns whether there was an entry; those of namespaces stay. */
  boolean erase(RegistryName registry) {
    ObjectNode auths = auths();
    List<String> keys = registry.matching(config.root().object("auths").keys(), "");
    keys.forEach(auths::remove);
    if (!keys.isEmpty()) {
      write();
    }
    return !keys.isEmpty();
  }

  /** Returns the object that is in the file, or puts one there. */
  private ObjectNode auths() {
    DockerJson root = config.root();
    if (!root.has("auths")) {
      return root.node().putObject("auths");
    }
    return root.object("auths").node();
  }

  private void write() {
    Path target = file;
    Path temporary = null;
    try {
      // A link, as those make who keep their settings elsewhere, stays one.
      target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      Path directory = target.resolveSibling(".").normalize();
      boolean posix =
          Files.getFileAttributeView(existing(directory), PosixFileAttributeView.class) != null;
      Files.createDirectories(directory, posix ? permissions("rwx------") : NONE);
      temporary =
          Files.createTempFile(
              directory, ".ocimodel-login-", ".tmp", posix ? permissions("rw-------") : NONE);
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer content = ByteBuffer.wrap(content());
        while (content.hasRemaining()) {
          channel.write(content);
        }
        channel.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      discard(temporary);
      throw new StorageException(
          "Writing the docker config file "
              + target
              + " failed: "
              + e
              + "; check the permissions of its directory",
          e);
    }
  }

  private byte[] content() throws JsonProcessingException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("\t", "\n"));
    return (PRETTY.writer(printer).writeValueAsString(config.root().node()) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Path existing(Path directory) {
    Path there = directory;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }

  private static FileAttribute<?>[] permissions(String text) {
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
    };
  }

  private static void discard(@Nullable Path temporary) {
    try {
      if (temporary != null) {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      // The failure that led here is the one to tell.
    }
  }
}
