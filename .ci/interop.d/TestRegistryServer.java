import dev.ocimodel.testkit.TestRegistry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;

/** The testkit's registry with the settings that the arguments name, until it is killed. */
class TestRegistryServer {
  public static void main(String[] arguments) throws InterruptedException {
    TestRegistry.Builder builder = TestRegistry.builder();
    for (Iterator<String> i = Arrays.asList(arguments).iterator(); i.hasNext(); ) {
      switch (i.next()) {
        case "--port" -> builder.port(Integer.parseInt(i.next()));
        case "--dir" -> builder.storageDirectory(Path.of(i.next()));
        case "--sparse" -> builder.sparseManifests();
        case "--automatic-mount" -> builder.automaticMount();
        case "--chunk-min-length" -> builder.chunkMinLength(Long.parseLong(i.next()));
        case "--basic" -> builder.basicAuthentication(i.next(), i.next());
        case "--bearer" -> builder.bearerAuthentication(i.next(), i.next());
        default -> throw new IllegalArgumentException(String.join(" ", arguments));
      }
    }
    try (TestRegistry registry = builder.start()) {
      System.out.println(registry);
      new CountDownLatch(1).await();
    }
  }
}
