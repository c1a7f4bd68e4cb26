package dev.ocimodel.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A made-up model in the shape of a Hugging Face snapshot: {@code config.json}, tokenizer, {@code
 * README.md} with front matter, and safetensors shards with their index. The same settings always
 * give the same bytes. The weights are normally distributed BF16 values, so they compress as real
 * ones do; they are streamed to disk, so shards of many GiB cost no memory. Immutable; start from
 * {@link #create()}.
 */
public final class TestModel {

  private static final TestModel DEFAULT = new TestModel(1, 2, 64 * 1024);

  private final long seed;
  private final int shards;
  private final long shardSize;

  private TestModel(long seed, int shards, long shardSize) {
    this.seed = seed;
    this.shards = atLeastOne("shards", shards);
    this.shardSize = shardSize;
    if (shardSize < SafetensorsShard.MIN_SIZE) {
      throw new IllegalArgumentException(
          "shardSize must be at least " + SafetensorsShard.MIN_SIZE + ": " + shardSize);
    }
  }

  private static int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + value);
    }
    return value;
  }

  /** The defaults: seed 1, two shards of 64 KiB. */
  public static TestModel create() {
    return DEFAULT;
  }

  /** Sets what the weights are made from. */
  public TestModel withSeed(long newSeed) {
    return new TestModel(newSeed, shards, shardSize);
  }

  /** Sets the number of weight files; a single one is {@code model.safetensors}, without index. */
  public TestModel withShards(int count) {
    return new TestModel(seed, count, shardSize);
  }

  /** Sets the exact size of each weight file in bytes, header included; at least 4096. */
  public TestModel withShardSize(long bytes) {
    return new TestModel(seed, shards, bytes);
  }

  /**
   * Writes the model's files into a directory, which is made when it is absent.
   *
   * @return the directory
   * @throws IOException if the disk fails
   */
  public Path writeTo(Path directory) throws IOException {
    Files.createDirectories(directory);
    List<SafetensorsShard> files = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      files.add(new SafetensorsShard(fileName(i), i, shardSize, seed * 1_000_003 + i));
    }
    for (SafetensorsShard file : files) {
      file.writeTo(directory);
    }
    if (shards > 1) {
      write(directory, "model.safetensors.index.json", index(files));
    }
    write(directory, "config.json", config());
    write(directory, "generation_config.json", "{\"eos_token_id\": 1, \"do_sample\": false}\n");
    write(directory, "tokenizer.json", tokenizer());
    write(
        directory,
        "tokenizer_config.json",
        "{\"model_max_length\": 4096, \"tokenizer_class\": \"PreTrainedTokenizerFast\"}\n");
    write(directory, "README.md", readme());
    return directory;
  }

  private String fileName(int shard) {
    return shards == 1
        ? "model.safetensors"
        : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", shard + 1, shards);
  }

  private static void write(Path directory, String name, String content) throws IOException {
    Files.write(directory.resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }

  private static String index(List<SafetensorsShard> files) {
    long total = files.stream().mapToLong(SafetensorsShard::dataSize).sum();
    List<String> entries =
        files.stream()
            .flatMap(file -> file.tensorNames().stream().map(t -> entry(t, file.name())))
            .toList();
    return "{\n  \"metadata\": {\"total_size\": "
        + total
        + "},\n  \"weight_map\": {\n"
        + String.join(",\n", entries)
        + "\n  }\n}\n";
  }

  private static String entry(String tensor, String file) {
    return "    \"" + tensor + "\": \"" + file + "\"";
  }

  private String config() {
    return String.join(
        "\n",
        "{",
        "  \"architectures\": [\"Phi3ForCausalLM\"],",
        "  \"model_type\": \"phi3\",",
        "  \"torch_dtype\": \"bfloat16\",",
        "  \"hidden_size\": 32,",
        "  \"num_hidden_layers\": " + shards + ",",
        "  \"num_attention_heads\": 4,",
        "  \"max_position_embeddings\": 4096,",
        "  \"vocab_size\": 64",
        "}\n");
  }

  private static String tokenizer() {
    List<String> vocabulary = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      vocabulary.add("\"t" + i + "\": " + i);
    }
    return "{\"version\": \"1.0\", \"model\": {\"type\": \"BPE\", \"vocab\": {"
        + String.join(", ", vocabulary)
        + "}, \"merges\": []}}\n";
  }

  private String readme() {
    return String.join(
        "\n",
        "---",
        "license: mit",
        "language:",
        "- en",
        "pipeline_tag: text-generation",
        "tags:",
        "- test",
        "---",
        "# Test model",
        "",
        "A made-up model of " + shards + " shard(s), seed " + seed + ".",
        "");
  }
}
