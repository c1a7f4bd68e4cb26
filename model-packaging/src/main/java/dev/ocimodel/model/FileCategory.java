package dev.ocimodel.model;

import java.util.List;
import java.util.Locale;

/** What a file is to a model; ModelPack has a layer media type for each. */
public enum FileCategory {
  /** Weights. */
  WEIGHT("weight"),
  /** Configuration a server needs to load the weights: config, tokenizer, chat template. */
  WEIGHT_CONFIG("weight.config"),
  /** Something to read. */
  DOC("doc"),
  /** A program. */
  CODE("code"),
  /** Data the model was made or measured with. */
  DATASET("dataset");

  private static final List<String> WEIGHTS =
      List.of(
          ".safetensors",
          ".gguf",
          ".ggml",
          ".bin",
          ".pt",
          ".pth",
          ".ckpt",
          ".h5",
          ".onnx",
          ".onnx_data",
          ".msgpack",
          ".tflite",
          ".pb",
          ".npz",
          ".npy",
          ".ot",
          ".engine",
          ".keras");
  private static final List<String> CODE_FILES =
      List.of(".py", ".sh", ".ipynb", ".js", ".cpp", ".cu", ".c", ".h");
  private static final List<String> DATASETS = List.of(".parquet", ".arrow", ".csv", ".tsv");
  private static final List<String> DOC_STARTS =
      List.of("license", "readme", "notice", "use_policy");
  private static final List<String> DOCS =
      List.of(".md", ".pdf", ".rst", ".html", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp");

  private final String mediaTypePart;

  FileCategory(String mediaTypePart) {
    this.mediaTypePart = mediaTypePart;
  }

  String mediaTypePart() {
    return mediaTypePart;
  }

  /** Guesses the category from a path; what looks like nothing else is configuration. */
  static FileCategory of(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (DOC_STARTS.stream().anyMatch(name::startsWith) || endsIn(name, DOCS)) {
      return DOC;
    }
    if (endsIn(name, WEIGHTS)) {
      return WEIGHT;
    }
    if (endsIn(name, CODE_FILES)) {
      return CODE;
    }
    return endsIn(name, DATASETS) ? DATASET : WEIGHT_CONFIG;
  }

  private static boolean endsIn(String name, List<String> extensions) {
    return extensions.stream().anyMatch(name::endsWith);
  }
}
