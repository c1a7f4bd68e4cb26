package dev.ocimodel.model.format;

import java.util.List;

/**
 * One tensor of a weight file.
 *
 * @param name its name, unique in the file
 * @param dtype its element type as the file spells it, such as {@code BF16}; perhaps one this SDK
 *     does not know
 * @param shape its dimensions, none for a scalar
 * @param begin offset of its first byte in the file's data section
 * @param end offset behind its last byte in the file's data section
 */
public record Tensor(String name, String dtype, List<Long> shape, long begin, long end) {

  /** Copies the shape. */
  public Tensor {
    shape = List.copyOf(shape);
  }

  /** Returns the product of its dimensions, 1 for a scalar; 2^63-1 if it is larger than that. */
  public long elementCount() {
    long count = 1;
    for (long dimension : shape) {
      if (dimension == 0) {
        return 0;
      }
      count = count > Long.MAX_VALUE / dimension ? Long.MAX_VALUE : count * dimension;
    }
    return count;
  }

  /** Returns its bytes. */
  public long size() {
    return end - begin;
  }
}
