import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.registry.PlainHttp;
import dev.ocimodel.registry.RegistryClient;
import dev.ocimodel.registry.Repository;
import dev.ocimodel.registry.tls.CertificateDirectories;
import dev.ocimodel.registry.tls.TlsOptions;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Pushes an artifact over TLS and pulls it back; prints its digest. Arguments: the registry, a tag,
 * and then "--certs-d DIR", or an authority, a client certificate, its key and the key's password.
 */
class TlsRoundTrip {

  public static void main(String[] arguments) throws Exception {
    RegistryClient.Builder builder = RegistryClient.builder().plainHttp(PlainHttp.never());
    if (arguments.length > 2 && arguments[2].equals("--certs-d")) {
      builder.certificateDirectories(CertificateDirectories.of(List.of(Path.of(arguments[3]))));
    } else {
      builder.tls(options(arguments));
    }
    try (RegistryClient client = builder.build()) {
      System.out.println(
          roundTrip(client.repository(arguments[0] + "/models/tiny"), arguments[1]).digest());
    }
  }

  private static TlsOptions options(String[] arguments) {
    TlsOptions options = TlsOptions.create();
    if (arguments.length > 2) {
      options = options.withAuthority(Path.of(arguments[2]));
    }
    if (arguments.length > 3) {
      options =
          options.withClientCertificate(
              Path.of(arguments[3]), Path.of(arguments[4]), arguments[5].toCharArray());
    }
    return options;
  }

  private static Descriptor roundTrip(Repository repository, String tag) throws Exception {
    byte[] content = new byte[8 * 1024 * 1024];
    new Random(1).nextBytes(content);
    Blob layer = Blob.of(MediaType.OCTET_STREAM, content);
    Blob config = Blob.of(new MediaType("application/vnd.example.config"), new byte[] {'{', '}'});
    ImageManifest manifest =
        ImageManifest.create(config.descriptor(), List.of(layer.descriptor()));
    repository.push(config);
    repository.push(layer);
    repository.push(Blob.of(manifest.descriptor(), manifest.toByteArray()));
    repository.tag(manifest.descriptor(), tag);

    Descriptor resolved = repository.resolve(tag);
    try (InputStream in = repository.blob(layer.descriptor()).open(0, content.length)) {
      if (!Arrays.equals(in.readAllBytes(), content)) {
        throw new IllegalStateException("other bytes came back");
      }
    }
    return resolved;
  }
}
