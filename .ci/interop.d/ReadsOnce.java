import dev.ocimodel.model.ModelPackager;
import dev.ocimodel.registry.RegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Packs a directory straight into a registry and prints how many bytes this process has read for that. */
class ReadsOnce {
  public static void main(String[] arguments) throws IOException {
    try (RegistryClient client = RegistryClient.builder().build()) {
      long before = bytesRead();
      ModelPackager.create()
          .pack(Path.of(arguments[0]), client.repository(arguments[1]), "v1");
      System.out.println(bytesRead() - before);
    }
  }

  /** By the kernel's own count of what read calls returned, files and sockets. */
  private static long bytesRead() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/io")).stream()
        .filter(line -> line.startsWith("rchar: "))
        .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
        .findFirst()
        .orElseThrow();
  }
}
