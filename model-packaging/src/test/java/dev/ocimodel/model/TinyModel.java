package dev.ocimodel.model;

import dev.ocimodel.oci.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small model whose bytes are the same in every run, and a look at what is in a directory. */
final class TinyModel {

  private TinyModel() {}

  static Path write(Path directory) throws IOException {
    Files.createDirectories(directory.resolve("tokenizer"));
    text(
        directory,
        "config.json",
        """
        {"architectures":["Phi3ForCausalLM"],"model_type":"phi3","torch_dtype":"bfloat16"}
        """);
    text(directory, "README.md", "---\nlicense: mit\nlanguage: en\n---\n# tiny\n");
    text(directory, "tokenizer/vocab.txt", "a\nb\nc\n");
    text(directory, "empty.txt", "");
    text(
        directory,
        "model.safetensors.index.json",
        """
        {"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}
        """);
    Files.write(directory.resolve("model-00001-of-00002.safetensors"), shard("a", 1));
    Files.write(directory.resolve("model-00002-of-00002.safetensors"), shard("b", 2));
    return directory;
  }

  static void text(Path directory, String path, String content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /** One tensor of 100 x 100 bfloat16. */
  static byte[] shard(String tensor, long seed) {
    byte[] data = new byte[20_000];
    new Random(seed).nextBytes(data);
    byte[] header =
        ("{\"" + tensor + "\":{\"dtype\":\"BF16\",\"shape\":[100,100],\"data_offsets\":[0,20000]}}")
            .getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
    out.writeBytes(header);
    out.writeBytes(data);
    return out.toByteArray();
  }

  /** Every file, link and leftover below a directory, with the digest of its content. */
  static Map<String, Digest> contents(Path directory) throws IOException {
    Map<String, Digest> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(f -> !Files.isDirectory(f)).toList()) {
        contents.put(
            directory.relativize(file).toString().replace('\\', '/'),
            Digest.sha256(Files.readAllBytes(file)));
      }
    }
    return contents;
  }
}
