package dev.ocimodel.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ocimodel.oci.OciException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs({OS.LINUX, OS.MAC})
class SecretsStayHiddenTest {

  private static final String CANARY = "canary7f3a";

  @TempDir Path directory;

  private void assertFailureHidesTheCanary(CredentialsProvider provider) {
    Throwable failure = catchThrowable(() -> provider.find("ghcr.io", "m"));
    assertThat(failure).isInstanceOf(OciException.class);
    StringWriter printed = new StringWriter();
    failure.printStackTrace(new PrintWriter(printed));
    assertThat(printed.toString()).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary7f3a",
        "{\"auths\":{\"ghcr.io\":{\"auth\":canary7f3a}}}",
        "{\"auths\":{\"ghcr.io\":{\"auth\":\"canary7f3a\\x\"}}}",
        "{\"auths\":{\"ghcr.io\":{\"auth\":\"canary7f3a%\"}}}",
        "{\"auths\":{\"ghcr.io\":{\"canary7f3a\":1,\"canary7f3a\":2}}}",
        "{\"auths\":{\"ghcr.io\":{\"registrytoken\":\"canary7f3a\\n\"}}}",
        "{\"auths\":{\"ghcr.io\":{\"username\":\"canary7f3a:x\",\"password\":\"canary7f3a\"}}}",
        "{\"auths\":{\"ghcr.io\":[\"canary7f3a\"]}}",
        "{\"auths\":{\"https://canary7f3a@ghcr.io\":1,\"ghcr.io\":1}}",
        "{\"credsStore\":\"canary7f3a/\"}",
        "{\"credHelpers\":{\"ghcr.io\":{\"canary7f3a\":1}}}",
      })
  void find_malformedConfig_messageAndCausesHideIt(String config) throws IOException {
    assertFailureHidesTheCanary(new HelperScripts(directory).provider(config));
  }

  @Test
  void find_decodedAuthMalformed_messageHidesIt() throws IOException {
    String auth =
        Base64.getEncoder().encodeToString((CANARY + "\n").getBytes(StandardCharsets.UTF_8));
    assertFailureHidesTheCanary(
        new HelperScripts(directory)
            .provider("{\"auths\":{\"ghcr.io\":{\"auth\":\"" + auth + "\"}}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo canary7f3a; exit 1",
        "echo canary7f3a >&2; exit 1",
        "echo canary7f3a",
        "echo '{\"Username\":\"u\",\"Secret\":\"canary7f3a\"}'; exit 1",
        "echo '{\"Username\":\"u\",\"Secret\":\"canary7f3a\\n\"}'",
        "echo '{\"Username\":\"canary7f3a:\",\"Secret\":\"canary7f3a\"}'",
        "echo '{\"Username\":\"u\",\"Secret\":[\"canary7f3a\"]}'",
        "yes canary7f3a",
      })
  void find_helperFails_messageAndCausesHideIt(String body) throws IOException {
    assertFailureHidesTheCanary(
        new HelperScripts(directory).write("test", body).provider("{\"credsStore\":\"test\"}"));
  }

  @Test
  void toString_innerValues_hideContentAndEnvironment() throws IOException {
    byte[] content =
        ("{\"auths\":{\"a\":{\"auth\":\"" + CANARY + "\"}}}").getBytes(StandardCharsets.UTF_8);
    DockerJson json = DockerJson.parse(content, "test");
    Map<String, String> environment = Map.of("TOKEN", CANARY);
    Duration limit = Duration.ofSeconds(1);
    assertThat(json.toString()).doesNotContain(CANARY);
    assertThat(new DockerConfigFile(json).toString()).doesNotContain(CANARY);
    assertThat(new CredentialHelper("x", environment, limit).toString()).doesNotContain(CANARY);
    assertThat(new HelperProcess(directory, environment, limit, "t").toString())
        .doesNotContain(CANARY);
    assertThat(new HelperProcess.Result(0, content).toString()).doesNotContain(CANARY);
    assertThat(DockerConfigCredentials.create().withEnvironment(environment).toString())
        .doesNotContain(CANARY);
  }
}
