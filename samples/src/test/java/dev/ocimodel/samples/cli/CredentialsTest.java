package dev.ocimodel.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.testkit.TestModel;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials from the config.json that the environment names: in a process of its own. */
class CredentialsTest {

  private static final String PASSWORD = "hunter2-correct";
  private static final String WRONG = "hunter2-wrong";

  private final TestRegistry registry =
      TestRegistry.builder().basicAuthentication("user", PASSWORD).start();

  @TempDir Path work;
  private Path model;

  @BeforeEach
  void prepare() throws IOException {
    model = TestModel.create().writeTo(work.resolve("model"));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void pack_passwordInConfig_pushes() throws IOException, InterruptedException {
    assertThat(packWithPassword(PASSWORD).assertDone().out()).startsWith("sha256:");
  }

  @Test
  void pack_wrongPassword_saysHowToLogInAndKeepsIt() throws IOException, InterruptedException {
    CommandRun run = packWithPassword(WRONG);
    run.assertFailed("docker login");
    assertThat(run.err()).contains(registry.address()).doesNotContain(WRONG, basic(WRONG));
  }

  @Test
  void pack_helperThatIsNotThere_namesIt() throws IOException, InterruptedException {
    pack("{\"credHelpers\":{\"" + registry.address() + "\":\"no-such-helper\"}}")
        .assertFailed("docker-credential-no-such-helper");
  }

  private static String basic(String password) {
    return Base64.getEncoder()
        .encodeToString(("user:" + password).getBytes(StandardCharsets.UTF_8));
  }

  private CommandRun packWithPassword(String password) throws IOException, InterruptedException {
    return pack(
        "{\"auths\":{\"" + registry.address() + "\":{\"auth\":\"" + basic(password) + "\"}}}");
  }

  private CommandRun pack(String config) throws IOException, InterruptedException {
    Files.writeString(work.resolve("config.json"), config);
    Path out = work.resolve("out.log");
    Path err = work.resolve("err.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Ocimodel.class.getName(),
                "pack",
                model.toString(),
                "--to",
                registry.address() + "/models/tiny:v1",
                "-q")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("DOCKER_CONFIG", work.toString());
    int code = builder.start().waitFor();
    return new CommandRun(code, Files.readString(out), Files.readString(err));
  }
}
