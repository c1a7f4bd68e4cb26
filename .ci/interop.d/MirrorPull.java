import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.registry.RegistryClient;
import dev.ocimodel.registry.Repository;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * Pulls through the hosts that a directory names: REPOSITORY TAG HOSTS-DIRECTORY [LAYOUT]. Without a
 * layout it reads the largest layer only, and stops in its middle until a line comes in.
 */
class MirrorPull {
  public static void main(String[] arguments) throws Exception {
    try (RegistryClient client =
        RegistryClient.builder().hostsDirectory(Path.of(arguments[2])).build()) {
      Repository repository = client.repository(arguments[0]);
      if (arguments.length > 3) {
        OciLayout layout = OciLayout.openOrCreate(Path.of(arguments[3]));
        Transfer.create().copy(repository, arguments[1], layout);
      } else {
        readWithAStop(repository, arguments[1]);
      }
    }
  }

  private static void readWithAStop(Repository repository, String tag) throws Exception {
    ImageManifest manifest = (ImageManifest) repository.manifest(repository.resolve(tag));
    Descriptor largest =
        manifest.layers().stream().max(Comparator.comparingLong(Descriptor::size)).orElseThrow();
    Blob blob = repository.blob(largest);
    byte[] buffer = new byte[64 * 1024];
    long read = 0;
    boolean stopped = false;
    try (InputStream in = blob.open()) { // verified at its end
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        read += n;
        if (!stopped && read >= largest.size() / 2) {
          stopped = true;
          System.out.println("half");
          System.in.read();
        }
      }
    }
    System.out.println(read);
  }
}
