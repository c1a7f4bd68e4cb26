package dev.ocimodel.benchmarks;

import dev.ocimodel.model.LayerFormat;
import dev.ocimodel.model.ModelPackager;
import dev.ocimodel.model.ModelUnpacker;
import dev.ocimodel.oci.Descriptor;
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
 * How fast is one shard packed into a layout, per layer format?
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar PackShard -p megabytes=512</pre>
 *
 * <p>Read the lines {@code PackShard.pack:gigabytes}: GB of shard per second. Reading, hashing,
 * compressing, writing and forcing to disk are in it; set {@code java.io.tmpdir} to a tmpfs to
 * leave the disk out. Outside of the measured time, every result must have the digest of the first,
 * and the last is unpacked and compared with the shard.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 7, time = 3)
public class PackShard {

  /** Size of the shard. */
  @Param("256")
  public int megabytes;

  /** Format of its layer. */
  @Param({"RAW", "TAR", "TAR_GZIP", "TAR_ZSTD"})
  public LayerFormat format = LayerFormat.RAW;

  private @Nullable Path work;
  private int number;
  private @Nullable Descriptor first;
  private @Nullable Descriptor packed;

  /** Makes the shard. */
  @Setup
  public void makeShard() throws IOException {
    work = Files.createTempDirectory("pack-shard");
    Shard.write(work.resolve("model"), megabytes * 1_000_000L);
  }

  /** The question. */
  @Benchmark
  public Descriptor pack(BytesMoved moved) {
    Descriptor root = packager().pack(path("model"), OciLayout.openOrCreate(layout()), "v1");
    moved.add(megabytes * 1_000_000L);
    packed = root;
    return root;
  }

  private ModelPackager packager() {
    ModelPackager packager = ModelPackager.create().withLayerFormat(format);
    return format == LayerFormat.RAW ? packager.asArtifact() : packager.asImage();
  }

  /** Packing is deterministic; and a layout that has the blob would answer another question. */
  @TearDown(Level.Invocation)
  public void nextLayout() throws IOException {
    first = first == null ? packed : first;
    if (packed == null || !packed.equals(first)) {
      throw new IllegalStateException("Packed as " + packed + ", the first time as " + first);
    }
    if (number > 0) {
      Shard.delete(path("layout-" + (number - 1)));
    }
    number++;
  }

  /** What was timed must be right. */
  @TearDown
  public void check() throws IOException {
    number--;
    ModelUnpacker.create().unpack(OciLayout.open(layout()), "v1", path("unpacked"));
    long difference =
        Files.mismatch(path("model").resolve(Shard.FILE), path("unpacked").resolve(Shard.FILE));
    Shard.delete(path(""));
    if (difference >= 0) {
      throw new IllegalStateException("The packed shard differs at byte " + difference);
    }
  }

  private Path layout() {
    return path("layout-" + number);
  }

  private Path path(String name) {
    if (work == null) {
      throw new IllegalStateException("Not set up");
    }
    return work.resolve(name);
  }
}
