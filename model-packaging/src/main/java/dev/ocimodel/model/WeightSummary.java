package dev.ocimodel.model;

import dev.ocimodel.model.format.FormatLimits;
import dev.ocimodel.model.format.SafetensorsHeader;
import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a model's safetensors files add up to.
 *
 * @param parameters number of elements of all tensors, or 0 where nothing is known
 * @param bytesByDtype bytes of each element type
 */
record WeightSummary(long parameters, Map<String, Long> bytesByDtype) {

  private static final String INDEX = "model.safetensors.index.json";
  private static final String SINGLE = "model.safetensors";

  private static final Map<String, String> PRECISIONS =
      Map.of(
          "F64", "float64",
          "F32", "float32",
          "F16", "float16",
          "BF16", "bfloat16",
          "F8_E4M3", "float8_e4m3fn",
          "F8_E5M2", "float8_e5m2",
          "I8", "int8",
          "U8", "uint8");

  private static final List<Map.Entry<Long, String>> UNITS =
      List.of(
          Map.entry(1_000_000_000_000L, "T"),
          Map.entry(1_000_000_000L, "B"),
          Map.entry(1_000_000L, "M"),
          Map.entry(1_000L, "K"));

  WeightSummary {
    bytesByDtype = Map.copyOf(bytesByDtype);
  }

  /** Adds up the headers; where one cannot be read, nothing is known. */
  static WeightSummary of(List<SourceFile> files) throws IOException {
    long parameters = 0;
    Map<String, Long> bytes = new TreeMap<>();
    try {
      for (SourceFile file : weights(files)) {
        SafetensorsHeader header = SafetensorsHeader.read(file.location(), FormatLimits.create());
        parameters = Math.addExact(parameters, header.parameterCount());
        header.bytesByDtype().forEach((dtype, size) -> bytes.merge(dtype, size, Long::sum));
      }
    } catch (InvalidContentException | ArithmeticException e) {
      return new WeightSummary(0, Map.of());
    }
    return new WeightSummary(parameters, bytes);
  }

  /**
   * Some models come twice, in shards and consolidated; the index says which files are one model.
   */
  private static List<SourceFile> weights(List<SourceFile> files) throws IOException {
    Optional<SourceFile> index = find(files, INDEX);
    Predicate<SourceFile> chosen;
    if (index.isPresent()) {
      Set<String> shards = ShardIndex.shards(index.get());
      chosen = file -> shards.contains(file.path());
    } else if (find(files, SINGLE).isPresent()) {
      chosen = file -> file.path().equals(SINGLE);
    } else {
      chosen = file -> file.path().indexOf('/') < 0;
    }
    return files.stream()
        .filter(file -> file.format() == FileFormat.SAFETENSORS)
        .filter(chosen)
        .toList();
  }

  private static Optional<SourceFile> find(List<SourceFile> files, String path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst();
  }

  /** The type of most bytes, in PyTorch's words. */
  @Nullable String precision() {
    return bytesByDtype.entrySet().stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(entry -> PRECISIONS.get(entry.getKey()))
        .orElse(null);
  }

  /** The number of parameters as people write it, such as {@code 14.7B}; null if not known. */
  @Nullable String parameterSize() {
    if (parameters == 0) {
      return null;
    }
    for (Map.Entry<Long, String> unit : UNITS) {
      if (parameters >= unit.getKey()) {
        long tenths = Math.round(parameters * 10.0 / unit.getKey());
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + unit.getValue();
      }
    }
    return Long.toString(parameters);
  }
}
