package dev.ocimodel.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.testkit.TestRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Login and logout as a shell does them, with a docker configuration of the test's own. */
class LoginTest {

  private static final String PASSWORD = "hunter2-correct";

  private final TestRegistry registry =
      TestRegistry.builder().basicAuthentication("user", PASSWORD).start();

  @TempDir Path work;

  @AfterEach
  void close() {
    registry.close();
  }

  private CommandRun run(String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Ocimodel.class.getName()));
    command.addAll(List.of(arguments));
    File in = Files.writeString(work.resolve("in"), input).toFile();
    Path out = work.resolve("out.log");
    Path err = work.resolve("err.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(in)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("DOCKER_CONFIG", work.toString());
    builder.environment().put("XDG_CACHE_HOME", work.resolve("cache").toString());
    int code = builder.start().waitFor();
    return new CommandRun(code, Files.readString(out), Files.readString(err));
  }

  private CommandRun login(String password) throws IOException, InterruptedException {
    return run(
        password + "\n", "login", registry.address(), "--username", "user", "--password-stdin");
  }

  @Test
  void login_rightPassword_isKeptAndUsed() throws IOException, InterruptedException {
    CommandRun run = login(PASSWORD).assertDone();
    assertThat(run.out()).contains(registry.address()).doesNotContain(PASSWORD);
    assertThat(Files.readString(work.resolve("config.json"), StandardCharsets.UTF_8))
        .contains(registry.address());
    run("", "tags", registry.address() + "/none").assertFailed("none");
    run("", "logout", registry.address()).assertDone();
    run("", "tags", registry.address() + "/none").assertFailed("ocimodel login");
  }

  @Test
  void login_wrongPassword_isNotKept() throws IOException, InterruptedException {
    CommandRun run = login("hunter2-wrong");
    run.assertFailed("401");
    assertThat(run.err()).doesNotContain("hunter2-wrong");
    assertThat(work.resolve("config.json")).doesNotExist();
  }

  /** Containers often have a home that cannot be written. */
  @Test
  void pack_cacheThatIsNoDirectory_pushesAllTheSame() throws IOException, InterruptedException {
    Path model = Files.createDirectories(work.resolve("model"));
    Files.write(model.resolve("weights.bin"), new byte[2_000_000]);
    Files.writeString(work.resolve("cache"), "");
    login(PASSWORD).assertDone();
    run("", "pack", model.toString(), "--to", registry.address() + "/m:v1").assertDone();
  }

  @Test
  void login_emptyInput_isMisuse() throws IOException, InterruptedException {
    login("").assertMisused("standard input is empty");
  }

  @Test
  void login_withoutUser_isMisuse() throws IOException, InterruptedException {
    run(PASSWORD, "login", registry.address(), "--password-stdin").assertMisused("go together");
  }

  @Test
  void logout_neverLoggedIn_saysSo() throws IOException, InterruptedException {
    assertThat(run("", "logout", "registry.example").assertDone().out())
        .contains("Nothing was kept");
  }
}
