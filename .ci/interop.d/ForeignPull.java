import dev.ocimodel.oci.OciException;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.registry.RegistryClient;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import java.nio.file.Path;

/** Pulls into a layout: REPOSITORY TAG LAYOUT [HOST:PORT that foreign layers may come from]. */
final class ForeignPull {

  private ForeignPull() {}

  public static void main(String[] args) {
    String registry = args[0].substring(0, args[0].indexOf('/'));
    RegistryClient.Builder options =
        RegistryClient.builder()
            .credentials(CredentialsProvider.of(registry, Credentials.basic("user", "secret")));
    if (args.length > 3) {
      options.foreignUrls(uri -> args[3].equals(uri.getAuthority()));
    }
    try (RegistryClient client = options.build()) {
      OciLayout layout = OciLayout.openOrCreate(Path.of(args[2]));
      Transfer.create().copy(client.repository(args[0]), args[1], layout);
    } catch (OciException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
