package dev.ocimodel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.json.JsonFields;
import dev.ocimodel.oci.json.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestModelTest {

  @TempDir Path directory;

  @Test
  void writeTo_shards_haveAnIndexThatFits() throws IOException {
    TestModel.create().withShards(3).withShardSize(10_001).writeTo(directory);
    JsonFields index =
        StrictJson.parseObject(
            Files.readAllBytes(directory.resolve("model.safetensors.index.json")), "index");
    long total = 0;
    for (String file : index.stringMap("weight_map").values().stream().distinct().toList()) {
      assertThat(directory.resolve(file)).hasSize(10_001);
      total += dataSize(Files.readAllBytes(directory.resolve(file)));
    }
    assertThat(index.requiredObject("metadata").requiredInteger("total_size")).isEqualTo(total);
    assertThat(index.stringMap("weight_map").values()).hasSize(9);
  }

  /** Walks the tensors of a safetensors file; they must be back to back up to the end. */
  private static long dataSize(byte[] file) {
    int headerSize = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    JsonFields header =
        StrictJson.parseObject(Arrays.copyOfRange(file, 8, 8 + headerSize), "header");
    long end = 0;
    for (String name : header.names()) {
      if (!name.equals("__metadata__")) {
        var offsets = header.requiredObject(name).node().get("data_offsets");
        assertThat(offsets.get(0).asLong()).isEqualTo(end);
        end = offsets.get(1).asLong();
      }
    }
    assertThat(8 + headerSize + end).isEqualTo(file.length);
    return end;
  }

  @Test
  void writeTo_oneShard_hasNoIndex() throws IOException {
    TestModel.create().withShards(1).writeTo(directory);
    assertThat(names())
        .containsExactly(
            "README.md",
            "config.json",
            "generation_config.json",
            "model.safetensors",
            "tokenizer.json",
            "tokenizer_config.json");
    assertThat(directory.resolve("model.safetensors")).hasSize(64 * 1024);
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @Test
  void writeTo_sameSeed_isTheSame() throws IOException {
    TestModel model = TestModel.create().withShards(1).withShardSize(3_000_000);
    byte[] first = weights(model, "first");
    assertThat(weights(model, "second")).isEqualTo(first);
    assertThat(weights(model.withSeed(2), "third")).isNotEqualTo(first);
  }

  private byte[] weights(TestModel model, String name) throws IOException {
    return Files.readAllBytes(model.writeTo(directory.resolve(name)).resolve("model.safetensors"));
  }

  @Test
  void withShardSize_tooSmall_isRefused() {
    assertThatThrownBy(() -> TestModel.create().withShardSize(4095))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4096");
  }
}
