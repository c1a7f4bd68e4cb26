import dev.ocimodel.model.ModelPackager;
import dev.ocimodel.model.ModelUnpacker;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.registry.RegistryClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Races the library inside one running JVM against processes of oras and crane, in turn. Arguments: work directory
 * (with "model"), registry, second registry, rounds.
 */
class Warm {

  private static final int CONCURRENCY = 4;

  private final Path work;
  private final String from;
  private final String to;
  private final RegistryClient client = RegistryClient.builder().maxConnections(8).build();
  private int fresh;

  Warm(Path work, String from, String to) {
    this.work = work;
    this.from = from;
    this.to = to;
  }

  interface Work {
    void run() throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    Warm warm = new Warm(Path.of(arguments[0]), arguments[1], arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    try (RegistryClient open = warm.client) {
      warm.pack("m");
      warm.race("pull to a layout", rounds, warm::pullLayout, warm::cranePull);
      warm.race("pull to files", rounds, warm::pullFiles, warm::orasPull);
      warm.race("push a directory", rounds, () -> warm.pack("o" + ++warm.fresh), warm::orasPush);
      warm.race("copy a registry", rounds, warm::copy, warm::craneCopy);
    }
  }

  private static Transfer transfer() {
    return Transfer.create().withConcurrency(CONCURRENCY);
  }

  private Path out() {
    return work.resolve("out");
  }

  private void pack(String repository) {
    ModelPackager.create()
        .withTransfer(transfer())
        .pack(work.resolve("model"), client.repository(from + "/" + repository), "v1");
  }

  private void pullLayout() {
    transfer().copy(client.repository(from + "/m"), "v1", OciLayout.openOrCreate(out()));
  }

  private void pullFiles() {
    ModelUnpacker.create()
        .withTransfer(transfer())
        .unpack(client.repository(from + "/m"), "v1", out());
  }

  private void copy() {
    transfer()
        .copy(client.repository(from + "/m"), "v1", client.repository(to + "/o" + ++fresh));
  }

  private void cranePull() throws Exception {
    run("crane", "pull", "--insecure", "--format=oci", from + "/m:v1", out().toString());
  }

  private void orasPull() throws Exception {
    run("oras", "pull", "--plain-http", "-o", out().toString(), from + "/m:v1");
  }

  private void orasPush() throws Exception {
    List<String> command =
        new ArrayList<>(List.of("oras", "push", "--plain-http", from + "/p" + ++fresh + ":v1"));
    try (Stream<Path> files = Files.list(work.resolve("model"))) {
      files.map(file -> file.getFileName().toString()).sorted().forEach(command::add);
    }
    run(command.toArray(String[]::new));
  }

  private void craneCopy() throws Exception {
    run("crane", "copy", "--insecure", from + "/m:v1", to + "/p" + ++fresh + ":v1");
  }

  private void run(String... command) throws Exception {
    int code =
        new ProcessBuilder(command)
            .directory(work.resolve("model").toFile())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("peer.log").toFile())
            .start()
            .waitFor();
    if (code != 0) {
      throw new IllegalStateException(
          Arrays.toString(command) + ": " + Files.readString(work.resolve("peer.log")));
    }
  }

  private void race(String question, int rounds, Work ours, Work peer) throws Exception {
    seconds(ours); // the first of its kind is not warm yet
    List<Double> mine = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      if (round % 2 == 0) {
        mine.add(seconds(ours));
        theirs.add(seconds(peer));
      } else {
        theirs.add(seconds(peer));
        mine.add(seconds(ours));
      }
    }
    System.out.printf(
        "%-18s ours %.2f s (%.2f-%.2f)  peer %.2f s (%.2f-%.2f)  ratio of medians %.2f%n",
        question,
        median(mine),
        Collections.min(mine),
        Collections.max(mine),
        median(theirs),
        Collections.min(theirs),
        Collections.max(theirs),
        median(mine) / median(theirs));
  }

  private double seconds(Work work) throws Exception {
    deleteOut();
    touchMemory();
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private void deleteOut() throws IOException {
    if (Files.exists(out())) {
      try (Stream<Path> paths = Files.walk(out())) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** Memory that the kernel has not handed out for a while is slow the first time. */
  private void touchMemory() throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.list(work.resolve("model"))) {
      for (Path file : files.toList()) {
        size += Files.size(file);
      }
    }
    Path touch = work.resolve("touch");
    byte[] zeros = new byte[1 << 20];
    try (OutputStream to = Files.newOutputStream(touch)) {
      for (long left = size + size / 10; left > 0; left -= zeros.length) {
        to.write(zeros);
      }
    }
    Files.delete(touch);
  }
}
