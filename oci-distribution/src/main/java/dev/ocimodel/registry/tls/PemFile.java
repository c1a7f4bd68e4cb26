package dev.ocimodel.registry.tls;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.bouncycastle.openssl.PEMParser;

/** Opens a small file that should be PEM. Its content is in no message. */
final class PemFile {

  /** A bundle of all public authorities is a quarter of a megabyte. */
  private static final int MAX_SIZE = 4 * 1024 * 1024;

  private PemFile() {}

  static PEMParser open(String what, Path file) {
    return new PEMParser(new StringReader(content(what, file)));
  }

  private static String content(String what, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_SIZE + 1);
      if (content.length > MAX_SIZE) {
        throw invalid(what, file, "it is larger than " + MAX_SIZE + " bytes");
      }
      return new String(content, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new StorageException("The " + what + " " + file + " does not exist", e);
    } catch (IOException e) {
      throw new StorageException(
          "Reading the " + what + " " + file + " failed: " + e + "; check its permissions", e);
    }
  }

  static InvalidContentException invalid(String what, Path file, String problem) {
    return new InvalidContentException("Invalid " + what + " " + file + ": " + problem);
  }
}
