package dev.ocimodel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelDescriberTest {

  @TempDir Path model;

  @Test
  void describe_quantizedModel_countsNoParameters() throws Exception {
    TinyModel.text(model, "config.json", "{\"quantization_config\":{\"quant_method\":\"awq\"}}");
    Files.write(model.resolve("model.safetensors"), TinyModel.shard("a", 1));

    ModelDescription description = describe();

    assertThat(description.quantization()).isEqualTo("awq");
    assertThat(description.parameterSize()).isNull();
  }

  @Test
  void describe_shardsAndConsolidated_countsOnce() throws Exception {
    TinyModel.write(model);
    Files.write(model.resolve("consolidated.safetensors"), TinyModel.shard("a", 1));

    assertThat(describe().parameterSize()).isEqualTo("20K");
  }

  @Test
  void describe_malformedFiles_leavesOutWhatTheyWouldSay() throws Exception {
    TinyModel.text(model, "config.json", "{\"model_type\": NaN}");
    TinyModel.text(model, "model.safetensors", "no tensors");

    assertThat(describe())
        .isEqualTo(
            new ModelDescription(null, null, null, "safetensors", null, null, null, List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"torch_dtype\":\"float16\"}|float16",
        "{\"dtype\":\"bfloat16\",\"torch_dtype\":\"float16\"}|bfloat16"
      })
  void describe_otherWeights_believesTheConfig(String config, String precision) throws Exception {
    TinyModel.text(model, "config.json", config);
    TinyModel.text(model, "model.gguf", "GGUF");

    assertThat(describe().precision()).isEqualTo(precision);
    assertThat(describe().format()).isEqualTo("gguf");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "---\\nlicense: mit\\n---\\n|MIT",
        "---\\r\\nlicense: \"apache-2.0\"\\r\\n---|Apache-2.0",
        "---\\nlicense: llama3.1\\n---\\n|LicenseRef-llama3.1",
        "---\\nlicense:\\n- mit\\n- apache-2.0\\ntags:\\n- x\\n---\\n|MIT,Apache-2.0",
        "---\\nlicense: other\\n---\\n|",
        "---\\nlicense: mit\\n|",
        "license: mit|",
        "|"
      })
  void licenses_areSpdx(String readme, String expected) {
    String text = readme == null ? "" : readme.replace("\\n", "\n").replace("\\r", "\r");

    assertThat(String.join(",", ModelCard.licenses(text.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0,",
    "999,999",
    "20000,20K",
    "125000000,125M",
    "6738415616,6.7B",
    "14659507200,14.7B",
    "1000000000000,1T"
  })
  void parameterSize_isAsPeopleWriteIt(long parameters, String expected) {
    assertThat(new WeightSummary(parameters, Map.of()).parameterSize()).isEqualTo(expected);
  }

  private ModelDescription describe() {
    return ModelDescriber.describe(ModelDirectory.scan(model));
  }
}
