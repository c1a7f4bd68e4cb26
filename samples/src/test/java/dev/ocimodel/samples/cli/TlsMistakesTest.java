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
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
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

  private CommandRun pull(int port, String... options) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("pull", reference(port), work.resolve("pulled").toString()));
    arguments.addAll(List.of(options));
    return CommandRun.of(arguments.toArray(String[]::new));
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
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=registry.example");
    serving(
        port -> {
          CommandRun run = pull(port);
          run.assertFailed("On the command line that is --ca FILE.");
          assertThat(run.err()).contains("certificate is not trusted").doesNotContain("plain");
        });
  }

  @Test
  void pull_certificateForAnotherHost_isNotBlamedOnItsAuthority() throws Exception {
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=registry.example");
    Path authority = work.resolve("authority.pem");
    keytool("-exportcert", "-rfc", "-file", authority.toString());
    serving(
        port -> {
          CommandRun run = pull(port, "--ca", authority.toString());
          run.assertFailed("certificate is for another host");
          assertThat(run.err()).doesNotContain("authority", "--ca", "plain");
        });
  }

  private void serving(IntConsumer check) throws IOException, GeneralSecurityException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(store())));
    server.start();
    try {
      check.accept(server.getAddress().getPort());
    } finally {
      server.stop(0);
    }
  }

  private Path store() {
    return work.resolve("registry.p12");
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
    command.addAll(List.of("-keystore", store().toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(work.resolve("keytool.log").toFile());
    assertThat(builder.start().waitFor()).as("exit code of keytool").isZero();
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
