import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.registry.RegistryClient;
import dev.ocimodel.registry.Repository;
import dev.ocimodel.registry.RetryPolicy;
import dev.ocimodel.testkit.Fault;
import dev.ocimodel.testkit.FaultPlan;
import dev.ocimodel.testkit.RegistryRequest;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many pushes and pulls of small artifacts over bad networks: through toxiproxy in front of a
 * registry, and to the test kit's registry with faults on one request in twenty. Every byte that
 * arrives is compared; at the end no connection and no thread may be left.
 *
 * <p>Arguments: work directory, seed, operations of each part, and for the first part toxiproxy's
 * API and the address of its proxy.
 */
class Soak {

  static final int WORKERS = 8;

  final Path work;
  final long seed;
  final int operations;
  final Queue<String> failures = new ConcurrentLinkedQueue<>();
  final AtomicLong bytes = new AtomicLong();
  final AtomicInteger wrong = new AtomicInteger();

  Soak(Path work, long seed, int operations) {
    this.work = work;
    this.seed = seed;
    this.operations = operations;
  }

  public static void main(String[] arguments) throws Exception {
    Path work = Path.of(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    int operations = Integer.parseInt(arguments[2]);
    boolean passed = new Soak(work, seed, operations).throughToxics(arguments[3], arguments[4]);
    passed &= new Soak(work, seed, operations).throughFaults();
    System.exit(passed ? 0 : 1);
  }

  boolean throughToxics(String api, String proxy) throws Exception {
    try (Toxics toxics = new Toxics(api, seed)) {
      return run("toxiproxy", proxy, toxics::switched);
    }
  }

  boolean throughFaults() throws Exception {
    Faults faults = new Faults(seed);
    Path storage = work.resolve("test-registry");
    try (TestRegistry registry =
        TestRegistry.builder().faults(faults).storageDirectory(storage).start()) {
      return run(
          "fault plan",
          registry.address(),
          () -> faults.injected + " faulty of " + faults.requests + " requests");
    }
  }

  interface Injected {
    String describe();
  }

  boolean run(String what, String address, Injected injected) throws Exception {
    long began = System.nanoTime();
    RetryPolicy policy = RetryPolicy.create().withBaseDelay(Duration.ofMillis(100));
    try (RegistryClient client =
        RegistryClient.builder().stallTimeout(Duration.ofSeconds(3)).retryPolicy(policy).build()) {
      ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
      for (int i = 0; i < operations / 2; i++) {
        int number = i;
        workers.execute(() -> pushAndPull(client, address, number));
      }
      workers.shutdown();
      if (!workers.awaitTermination(1, TimeUnit.HOURS)) {
        throw new IllegalStateException("not done after an hour");
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    int succeeded = operations / 2 * 2 - failures.size();
    List<String> left = leftovers(Integer.parseInt(address.replaceFirst(".*:", "")));
    System.out.printf(
        "   %s: %d of %d operations succeeded, %d with wrong bytes, %s, %.1f MB, %.1f s, left: %s%n",
        what, succeeded, operations, wrong.get(), injected.describe(), bytes.get() / 1e6, seconds,
        left);
    failures.stream().limit(5).forEach(failure -> System.out.println("   failed: " + failure));
    return failures.size() <= operations / 1000 && wrong.get() == 0 && left.isEmpty();
  }

  /** Two operations. A pull of what could not be pushed counts as failed too. */
  void pushAndPull(RegistryClient client, String address, int number) {
    Path directory = work.resolve("artifact" + number);
    try {
      Random random = new Random(seed + number);
      List<byte[]> layers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        boolean large = random.nextInt(60) == 0;
        byte[] layer = new byte[large ? 5_000_000 : 1_000 + random.nextInt(299_000)];
        random.nextBytes(layer);
        layers.add(layer);
      }
      OciLayout source = OciLayout.openOrCreate(directory.resolve("source"));
      Descriptor root = write(source, layers);
      Repository repository = client.repository(address + "/soak/n" + number);
      if (!attempt("push " + number, () -> Transfer.create().copy(source, "v1", repository, "v1"))) {
        failures.add("pull " + number + ": was not pushed");
        return;
      }
      OciLayout pulled = OciLayout.openOrCreate(directory.resolve("pulled"));
      if (attempt("pull " + number, () -> Transfer.create().copy(repository, "v1", pulled))) {
        compare(pulled, root, layers);
      }
    } catch (IOException | RuntimeException e) {
      failures.add("operation " + number + ": " + e);
    } finally {
      delete(directory);
    }
  }

  boolean attempt(String what, Runnable action) {
    try {
      action.run();
      return true;
    } catch (RuntimeException e) {
      failures.add(what + ": " + e);
      return false;
    }
  }

  static Descriptor write(OciLayout layout, List<byte[]> contents) throws IOException {
    layout.push(Blob.of(Descriptor.EMPTY_JSON, new byte[] {'{', '}'}));
    List<Descriptor> layers = new ArrayList<>();
    for (byte[] content : contents) {
      layers.add(layout.write(MediaType.OCTET_STREAM, out -> out.write(content)));
    }
    ImageManifest manifest =
        ImageManifest.create(Descriptor.EMPTY_JSON, layers)
            .withArtifactType(new MediaType("application/vnd.example.soak"));
    layout.push(manifest.toBlob());
    layout.tag(manifest.descriptor(), "v1");
    return manifest.descriptor();
  }

  void compare(OciLayout pulled, Descriptor root, List<byte[]> layers) throws IOException {
    boolean same = pulled.resolve("v1").digest().equals(root.digest());
    for (byte[] layer : layers) {
      try (InputStream in = pulled.blob(Descriptor.of(MediaType.OCTET_STREAM, layer)).open()) {
        same &= Arrays.equals(in.readAllBytes(), layer);
      }
      bytes.addAndGet(2L * layer.length);
    }
    if (!same) {
      wrong.incrementAndGet();
    }
  }

  static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.out.println("   cannot delete " + directory + ": " + e.getMessage());
    }
  }

  /** Threads of the client, and its connections as the kernel sees them. */
  static List<String> leftovers(int port) throws Exception {
    List<String> left = List.of();
    for (int i = 0; i < 100; i++) {
      left = new ArrayList<>();
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().startsWith("ocimodel-")) {
          left.add(thread.getName());
        }
      }
      String remote = ":%04X".formatted(port);
      for (Path table : List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"))) {
        if (Files.exists(table)) {
          for (String line : Files.readAllLines(table)) {
            String[] columns = line.strip().split("\\s+");
            boolean open = columns[3].equals("01") || columns[3].equals("08");
            if (open && columns[2].endsWith(remote)) {
              left.add("a connection");
            }
          }
        }
      }
      if (left.isEmpty()) {
        break;
      }
      Thread.sleep(100);
    }
    return left;
  }

  /** One request in twenty fails, in one of seven ways. */
  static final class Faults implements FaultPlan {

    final long seed;
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger injected = new AtomicInteger();

    Faults(long seed) {
      this.seed = seed;
    }

    @Override
    public Fault faultFor(RegistryRequest request) {
      Random random = new Random(seed * 31 + requests.incrementAndGet());
      if (random.nextInt(20) != 0) {
        return Fault.none();
      }
      injected.incrementAndGet();
      int some = random.nextInt(100_000);
      return switch (random.nextInt(8)) {
        case 0 -> Fault.status(503);
        case 1 -> Fault.status(429, java.util.Map.of("Retry-After", "1"));
        case 2 -> Fault.dropConnection();
        case 3 -> Fault.loseResponse();
        case 4 -> Fault.resetAfter(some);
        case 5 -> Fault.resetAfterReceiving(some);
        case 6 -> Fault.truncateBody(some);
        default -> Fault.stallAfter(some);
      };
    }
  }

  /** Switches toxics on and off, one at a time, as the seed says. */
  static final class Toxics implements AutoCloseable {

    final String api;
    final Random random;
    final HttpClient http = HttpClient.newHttpClient();
    final AtomicInteger count = new AtomicInteger();
    final Thread thread = new Thread(this::run, "toxics");
    volatile boolean closed;

    Toxics(String api, long seed) {
      this.api = api;
      this.random = new Random(seed);
      thread.setDaemon(true);
      thread.start();
    }

    String switched() {
      return count.get() + " toxics";
    }

    void run() {
      try {
        while (!closed) {
          Thread.sleep(50 + random.nextInt(200));
          send("POST", "/toxics", toxic());
          count.incrementAndGet();
          Thread.sleep(50 + random.nextInt(250));
          send("DELETE", "/toxics/soak", "");
        }
      } catch (InterruptedException | IOException e) {
        System.out.println("   toxics end: " + e);
      }
    }

    String toxic() {
      String type =
          switch (random.nextInt(6)) {
            case 0 -> attributes("latency", "\"latency\":100,\"jitter\":100");
            case 1 -> attributes("timeout", "\"timeout\":" + random.nextInt(200));
            case 2 -> attributes("reset_peer", "\"timeout\":" + random.nextInt(50));
            case 3 -> attributes("slow_close", "\"delay\":500");
            case 4 -> attributes("limit_data", "\"bytes\":" + random.nextInt(200_000));
            default -> attributes("slicer", "\"average_size\":100,\"size_variation\":50,\"delay\":10");
          };
      String stream = random.nextBoolean() ? "upstream" : "downstream";
      return "{\"name\":\"soak\",\"stream\":\"" + stream + "\",\"toxicity\":0.5," + type + "}";
    }

    static String attributes(String type, String attributes) {
      return "\"type\":\"" + type + "\",\"attributes\":{" + attributes + "}";
    }

    void send(String method, String path, String body) throws IOException, InterruptedException {
      URI uri = URI.create("http://" + api + "/proxies/registry" + path);
      var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body));
      var answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IOException(method + " " + uri + ": " + answer.statusCode() + answer.body());
      }
    }

    @Override
    public void close() throws InterruptedException {
      closed = true;
      thread.join();
    }
  }
}
