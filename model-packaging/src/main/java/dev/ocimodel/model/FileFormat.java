package dev.ocimodel.model;

import java.util.Locale;

/** The file formats that matter to a model, told by the file's name. */
public enum FileFormat {
  /** Tensors behind a JSON header; readable by range. */
  SAFETENSORS("safetensors"),
  /** llama.cpp's format. */
  GGUF("gguf"),
  /** Open Neural Network Exchange. */
  ONNX("onnx"),
  /** Python pickles of PyTorch; loading one runs code. */
  PYTORCH("pytorch"),
  /** JSON of any kind. */
  JSON("json"),
  /** Anything else. */
  OTHER("other");

  private final String label;

  FileFormat(String label) {
    this.label = label;
  }

  /** Guesses the format from a path. */
  static FileFormat of(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    if (name.endsWith(".safetensors")) {
      return SAFETENSORS;
    }
    if (name.endsWith(".gguf")) {
      return GGUF;
    }
    if (name.endsWith(".onnx")) {
      return ONNX;
    }
    if (name.endsWith(".bin") || name.endsWith(".pt") || name.endsWith(".pth")) {
      return PYTORCH;
    }
    return name.endsWith(".json") ? JSON : OTHER;
  }

  /** Whether files of this format hold weights. */
  boolean isWeights() {
    return this != JSON && this != OTHER;
  }

  /** Returns the format's name in lowercase, as ModelPack's {@code config.format} writes it. */
  @Override
  public String toString() {
    return label;
  }
}
