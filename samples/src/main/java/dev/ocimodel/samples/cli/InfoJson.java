package dev.ocimodel.samples.cli;

import dev.ocimodel.model.ModelDescription;
import dev.ocimodel.model.ModelFile;
import dev.ocimodel.model.ModelInfo;
import dev.ocimodel.model.format.SafetensorsHeader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An artifact described as maps and lists. */
final class InfoJson {

  private final ModelInfo info;
  private final boolean tensors;

  InfoJson(ModelInfo info, boolean tensors) {
    this.info = info;
    this.tensors = tensors;
  }

  Map<String, Object> toMap() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("digest", info.root().digest().toString());
    json.put("mediaType", info.root().mediaType().value());
    json.put("kind", info.kind().name());
    info.artifactType().ifPresent(type -> json.put("artifactType", type.value()));
    json.put("annotations", info.annotations());
    json.put("model", describe(info.description()));
    json.put("files", info.files().stream().map(InfoJson::file).toList());
    json.put("layers", info.manifest().layers().size());
    json.put("layerBytes", info.layerBytes());
    if (tensors) {
      Map<String, Object> headers = new LinkedHashMap<>();
      info.tensors().forEach((path, header) -> headers.put(path, tensors(header)));
      json.put("tensors", headers);
    }
    return json;
  }

  private static Map<String, Object> describe(ModelDescription description) {
    Map<String, Object> json = new LinkedHashMap<>();
    put(json, "name", description.name());
    put(json, "family", description.family());
    put(json, "architecture", description.architecture());
    put(json, "format", description.format());
    put(json, "parameterSize", description.parameterSize());
    put(json, "precision", description.precision());
    put(json, "quantization", description.quantization());
    put(json, "licenses", description.licenses());
    return json;
  }

  private static Map<String, Object> file(ModelFile file) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", file.path());
    json.put("size", file.sizeKnown() ? file.size() : null);
    json.put("category", file.category().name());
    json.put("format", file.format().name());
    json.put("layerFormat", file.layerFormat().name());
    json.put("layer", file.layer().digest().toString());
    return json;
  }

  private static List<Map<String, Object>> tensors(SafetensorsHeader header) {
    return header.tensors().stream()
        .map(
            tensor -> {
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("name", tensor.name());
              json.put("dtype", tensor.dtype());
              json.put("shape", tensor.shape());
              return json;
            })
        .toList();
  }

  private static void put(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
