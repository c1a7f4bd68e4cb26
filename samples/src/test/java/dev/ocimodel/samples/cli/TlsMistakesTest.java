package dev.ocimodel.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.ocimodel.testkit.TestModel;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** TLS where there is none, and TLS that is not trusted. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs 0.0.0.0 to lead to this machine")
class TlsMistakesTest {

  private static final String STORE_PASSWORD = "changeit";

  @TempDir Path work;

  /** Leads here as 127.0.0.1 does, but does not count as loopback, and so is asked for TLS. */
  private static String reference(int port) {
    return "0.0.0.0:" + port + "/models/tiny:v1";
  }

  private CommandRun pull(int port) {
    return CommandRun.of("pull", reference(port), work.resolve("pulled").toString());
  }

  @Test
  void pull_registryWithoutTls_namesTheOption() {
    try (TestRegistry registry = TestRegistry.start()) {
      pull(registry.uri().getPort()).assertFailed("add --plain-http");
    }
  }

  @Test
  void pack_registryWithoutTls_namesTheOptionThatHelps() throws IOException {
    String model = TestModel.create().writeTo(work.resolve("model")).toString();
    try (TestRegistry registry = TestRegistry.start()) {
      String reference = reference(registry.uri().getPort());
      CommandRun.of("pack", model, "--to", reference).assertFailed("add --plain-http");
      CommandRun.of("pack", model, "--to", reference, "--plain-http").assertDone();
    }
  }

  @Test
  void pull_certificateOfUnknownAuthority_isNotSentToPlainHttp() throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(selfSigned())));
    server.start();
    try {
      CommandRun run = pull(server.getAddress().getPort());
      run.assertFailed("javax.net.ssl.trustStore");
      assertThat(run.err()).contains("certificate is not trusted").doesNotContain("plain");
    } finally {
      server.stop(0);
    }
  }

  private Path selfSigned() throws IOException, InterruptedException {
    Path store = work.resolve("registry.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String arguments =
        " -genkeypair -keyalg EC -dname CN=registry.example -storetype PKCS12 -storepass "
            + STORE_PASSWORD;
    ProcessBuilder builder = new ProcessBuilder((keytool + arguments).split(" "));
    builder.command().add("-keystore");
    builder.command().add(store.toString());
    builder.redirectErrorStream(true).redirectOutput(work.resolve("keytool.log").toFile());
    assertThat(builder.start().waitFor()).as("exit code of keytool").isZero();
    return store;
  }

  private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, STORE_PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, STORE_PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
