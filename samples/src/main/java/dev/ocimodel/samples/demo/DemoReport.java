package dev.ocimodel.samples.demo;

import dev.ocimodel.model.ModelInfo;
import dev.ocimodel.oci.Digest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Tells what the demonstration does, and keeps the times and bytes for the table at its end. */
public final class DemoReport {

  private final PrintWriter out;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final Map<String, Long> bytes = new LinkedHashMap<>();

  /**
   * @param out where to
   */
  public DemoReport(PrintWriter out) {
    this.out = out;
  }

  void model(Path directory) {
    out.println("Model:    " + directory);
  }

  void registry(String address) {
    out.println("Registry: " + address + ", embedded in this program");
  }

  void heading(String text) {
    out.println();
    out.println("== " + text);
    out.flush();
  }

  <T> T timed(String step, Supplier<T> action) {
    long start = System.nanoTime();
    T result = action.get();
    seconds.put(step, (System.nanoTime() - start) / 1e9);
    return result;
  }

  void moved(String step, long count) {
    bytes.put(step, count);
  }

  void digest(String preset, Digest digest) {
    line("%-20s %s", preset, digest);
  }

  void compared(Map<String, Digest> files) {
    files.forEach(
        (path, digest) -> line("  same  %s  %s", digest.encoded().substring(0, 12), path));
  }

  void info(ModelInfo info) {
    line(
        "%s, %d files, %.1f MB; %s, %s parameters, %s",
        info.kind(),
        info.files().size(),
        info.layerBytes() / 1e6,
        String.valueOf(info.description().architecture()),
        String.valueOf(info.description().parameterSize()),
        String.valueOf(info.description().precision()));
    info.tensors()
        .forEach((path, header) -> line("  %s: %d tensors", path, header.tensors().size()));
  }

  void pod(String yaml) {
    out.println();
    out.print(yaml);
    out.flush();
  }

  void table() {
    heading("Times and bytes");
    line("%-32s %8s %12s %10s", "step", "seconds", "MB moved", "MB/s");
    seconds.forEach(
        (step, time) -> {
          Long moved = bytes.get(step);
          if (moved == null) {
            line("%-32s %8.2f", step, time);
          } else {
            line("%-32s %8.2f %12.1f %10.0f", step, time, moved / 1e6, moved / 1e6 / time);
          }
        });
    out.flush();
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
