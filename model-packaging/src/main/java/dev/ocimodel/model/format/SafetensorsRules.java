package dev.ocimodel.model.format;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.text.ForeignText;
import java.util.Comparator;
import java.util.List;

/** What the tensors of one file must be together: the data section, without gap or overlap. */
final class SafetensorsRules {

  private static final Comparator<Tensor> BY_OFFSET =
      Comparator.comparingLong(Tensor::begin)
          .thenComparingLong(Tensor::end)
          .thenComparing(Tensor::name);

  private SafetensorsRules() {}

  /** Returns the tensors in the order of their data, once they passed. */
  static List<Tensor> ordered(List<Tensor> tensors, long dataSize, String what) {
    List<Tensor> ordered = tensors.stream().sorted(BY_OFFSET).toList();
    long expected = 0;
    for (Tensor tensor : ordered) {
      if (tensor.begin() != expected || tensor.end() < tensor.begin()) {
        throw invalid(what, tensor, "its data starts at " + tensor.begin() + ", not " + expected);
      }
      checkShape(tensor, what);
      expected = tensor.end();
    }
    if (expected != dataSize) {
      throw new InvalidContentException(
          "Invalid "
              + what
              + ": its tensors have "
              + expected
              + " bytes, the file has "
              + dataSize
              + " behind the header; is it cut off?");
    }
    return ordered;
  }

  private static void checkShape(Tensor tensor, String what) {
    int bits = SafetensorsDtypes.bits(tensor.dtype());
    if (bits == 0) {
      return;
    }
    long elements = elements(tensor, what);
    if (elements > Long.MAX_VALUE / bits) {
      throw invalid(what, tensor, "its shape is too large");
    }
    long sizeInBits = elements * bits;
    if (sizeInBits % 8 != 0 || sizeInBits / 8 != tensor.size()) {
      throw invalid(
          what,
          tensor,
          "its shape and dtype make " + sizeInBits + " bits, its data " + tensor.size() + " bytes");
    }
  }

  private static long elements(Tensor tensor, String what) {
    try {
      long elements = 1;
      for (long dimension : tensor.shape()) {
        elements = Math.multiplyExact(elements, dimension);
      }
      return elements;
    } catch (ArithmeticException e) {
      throw invalid(what, tensor, "its shape is too large");
    }
  }

  private static InvalidContentException invalid(String what, Tensor tensor, String problem) {
    return new InvalidContentException(
        "Invalid " + what + ": tensor " + ForeignText.quote(tensor.name()) + ": " + problem);
  }
}
