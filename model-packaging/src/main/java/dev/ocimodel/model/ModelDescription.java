package dev.ocimodel.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a model, in the words of ModelPack's config. Of a foreign artifact these are
 * its author's claims, verbatim: show them to nobody unescaped, decide nothing by them.
 *
 * @param name what the model is called, or null
 * @param family the model family, such as {@code phi3}, or null
 * @param architecture the class that implements it, such as {@code Phi3ForCausalLM}, or null
 * @param format format of the weights, such as {@code safetensors}, or null
 * @param parameterSize number of parameters, such as {@code 14.7B}, or null
 * @param precision type of most of the weights, such as {@code bfloat16}, or null
 * @param quantization quantization method, such as {@code awq}, or null
 * @param licenses SPDX identifiers
 */
public record ModelDescription(
    @Nullable String name,
    @Nullable String family,
    @Nullable String architecture,
    @Nullable String format,
    @Nullable String parameterSize,
    @Nullable String precision,
    @Nullable String quantization,
    List<String> licenses) {

  /** Nothing is known. */
  static final ModelDescription UNKNOWN =
      new ModelDescription(null, null, null, null, null, null, null, List.of());

  /** Copies the list. */
  public ModelDescription {
    licenses = List.copyOf(licenses);
  }

  ModelDescription withName(@Nullable String newName) {
    return new ModelDescription(
        newName, family, architecture, format, parameterSize, precision, quantization, licenses);
  }
}
