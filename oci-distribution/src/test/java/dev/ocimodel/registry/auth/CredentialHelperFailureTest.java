package dev.ocimodel.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ocimodel.oci.transfer.TransferCancelledException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(120)
class CredentialHelperFailureTest {

  private static final String STORE = "{\"credsStore\":\"test\"}";

  @TempDir Path directory;
  private HelperScripts scripts;

  @BeforeEach
  void createScripts() {
    scripts = new HelperScripts(directory);
  }

  @Test
  void find_helperFails_namesItAndItsStatus() throws IOException {
    scripts.write("test", "echo 'keychain is locked'; exit 3");
    DockerConfigCredentials provider = scripts.provider(STORE);
    assertThatThrownBy(() -> provider.find("ghcr.io", "m"))
        .isInstanceOf(CredentialsException.class)
        .hasMessageContaining("docker-credential-test")
        .hasMessageContaining("ghcr.io")
        .hasMessageContaining("exit status 3")
        .hasMessageNotContaining("locked");
  }

  @Test
  void find_helperNotInstalled_saysSo() throws IOException {
    DockerConfigCredentials provider = scripts.provider("{\"credsStore\":\"not-installed\"}");
    assertThatThrownBy(() -> provider.find("ghcr.io", "m"))
        .isInstanceOf(CredentialsException.class)
        .hasMessageContaining("docker-credential-not-installed")
        .hasMessageContaining("PATH");
  }

  @Test
  void find_helperCannotBeRun_namesItsFile() throws IOException {
    Path program = directory.resolve("docker-credential-test");
    Files.writeString(program, "#!" + directory.resolve("no-interpreter") + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    DockerConfigCredentials provider = scripts.provider(STORE);
    assertThatThrownBy(() -> provider.find("ghcr.io", "m"))
        .isInstanceOf(CredentialsException.class)
        .hasMessageContaining(program.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "echo hello", "echo '[]'", "echo '{\"Secret\":7}'"})
  void find_replyIsNoCredentials_isRefused(String body) throws IOException {
    scripts.write("test", body);
    DockerConfigCredentials provider = scripts.provider(STORE);
    assertThatThrownBy(() -> provider.find("ghcr.io", "m"))
        .isInstanceOf(CredentialsException.class)
        .hasMessageContaining("docker-credential-test")
        .hasMessageContaining("reply")
        .hasMessageNotContaining("hello");
  }

  @Test
  void find_helperTooSlow_isEndedAtTheLimit() throws IOException {
    scripts.write("test", "sleep infinity");
    DockerConfigCredentials provider =
        scripts.provider(STORE).withHelperTimeLimit(Duration.ofMillis(200));
    assertThatThrownBy(() -> provider.find("ghcr.io", "m"))
        .isInstanceOf(CredentialsException.class)
        .hasMessageContaining("docker-credential-test")
        .hasMessageContaining("PT0.2S");
  }

  @Test
  void find_helperFloodsStandardError_answers() throws IOException {
    scripts.write("test", "head -c 8000000 /dev/zero >&2; cat >/dev/null; " + HelperScripts.REPLY);
    assertThat(scripts.provider(STORE).find("ghcr.io", "m"))
        .contains(Credentials.basic("alice", "s"));
  }

  @Test
  void find_helperFloodsStandardOutput_isEndedAtTheLimit() throws IOException {
    scripts.write("test", "yes");
    DockerConfigCredentials provider = scripts.provider(STORE);
    assertThatThrownBy(() -> provider.find("ghcr.io", "m"))
        .isInstanceOf(CredentialsException.class)
        .hasMessageContaining("docker-credential-test")
        .hasMessageContaining("more than " + HelperProcess.MAX_OUTPUT);
  }

  /** The pipe's end is seen only when the script and the program it started have both ended. */
  @Test
  void find_interrupted_endsTheHelperAndItsChildren() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    scripts.write("test", "exec 3>pipe; echo started >&3; sleep infinity; true");
    DockerConfigCredentials provider = scripts.provider(STORE);
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              failure.complete(catchThrowable(() -> provider.find("ghcr.io", "m")));
              flag.complete(Thread.currentThread().isInterrupted());
            });
    thread.setDaemon(true);
    thread.start();
    try (BufferedReader alive = Files.newBufferedReader(pipe)) {
      assertThat(alive.readLine()).isEqualTo("started");
      thread.interrupt();
      assertThat(alive.readLine()).isNull();
    }
    assertThat(failure.get()).isInstanceOf(TransferCancelledException.class);
    assertThat(flag.get()).isTrue();
  }
}
