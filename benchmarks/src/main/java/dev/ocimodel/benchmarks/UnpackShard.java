package dev.ocimodel.benchmarks;

import dev.ocimodel.model.LayerFormat;
import dev.ocimodel.model.ModelPackager;
import dev.ocimodel.model.ModelUnpacker;
import dev.ocimodel.model.UnpackResult;
import dev.ocimodel.oci.layout.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast is one shard unpacked from a layout, per layer format?
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar UnpackShard -p megabytes=512</pre>
 *
 * <p>Read the lines {@code UnpackShard.unpack:gigabytes}: GB of shard per second. Reading,
 * verifying digest and diff ID, decompressing, writing and forcing to disk are in it; set {@code
 * java.io.tmpdir} to a tmpfs to leave the disk out. After every run, outside of the measured time,
 * the file is compared with the shard.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 7, time = 3)
public class UnpackShard {

  /** Size of the shard. */
  @Param("256")
  public int megabytes;

  /** Format of its layer. */
  @Param({"RAW", "TAR", "TAR_GZIP", "TAR_ZSTD"})
  public LayerFormat format = LayerFormat.RAW;

  private @Nullable Path work;
  private @Nullable OciLayout layout;

  /** Makes and packs the shard. */
  @Setup
  public void packShard() throws IOException {
    work = Files.createTempDirectory("unpack-shard");
    layout = OciLayout.openOrCreate(work.resolve("layout"));
    ModelPackager packager = ModelPackager.create().withLayerFormat(format);
    (format == LayerFormat.RAW ? packager.asArtifact() : packager.asImage())
        .pack(Shard.write(path("model"), megabytes * 1_000_000L), layout, "v1");
  }

  /** The question. */
  @Benchmark
  public UnpackResult unpack(BytesMoved moved) {
    if (layout == null) {
      throw new IllegalStateException("Not set up");
    }
    UnpackResult result = ModelUnpacker.create().unpack(layout, "v1", path("unpacked"));
    moved.add(megabytes * 1_000_000L);
    return result;
  }

  /** What was timed must be right; and a file that is there would not be written again. */
  @TearDown(Level.Invocation)
  public void check() throws IOException {
    long difference =
        Files.mismatch(path("model").resolve(Shard.FILE), path("unpacked").resolve(Shard.FILE));
    if (difference >= 0) {
      throw new IllegalStateException("The unpacked shard differs at byte " + difference);
    }
    Shard.delete(path("unpacked"));
  }

  /** Cleans up. */
  @TearDown
  public void delete() throws IOException {
    Shard.delete(path(""));
  }

  private Path path(String name) {
    if (work == null) {
      throw new IllegalStateException("Not set up");
    }
    return work.resolve(name);
  }
}
