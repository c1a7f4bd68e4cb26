package dev.ocimodel.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

  private static final String CANARY = "canary-7f3a";

  @Test
  void toString_anyKind_hidesTheSecret() {
    assertThat(Credentials.basic("robot", CANARY))
        .hasToString("Basic[username=robot, password=***]");
    assertThat(Credentials.identityToken(CANARY)).hasToString("IdentityToken[token=***]");
    assertThat(Credentials.registryToken(CANARY)).hasToString("RegistryToken[token=***]");
  }

  @ParameterizedTest
  @ValueSource(strings = {CANARY + "\n", CANARY + "\r\nHost: evil.example", "\u0000" + CANARY})
  void create_controlCharacterInSecret_isRefusedWithoutShowingIt(String secret) {
    assertThatThrownBy(() -> Credentials.basic("robot", secret))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("password")
        .hasMessageNotContaining(CANARY);
    assertThatThrownBy(() -> Credentials.identityToken(secret))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageNotContaining(CANARY);
    assertThatThrownBy(() -> Credentials.registryToken(secret))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageNotContaining(CANARY);
  }

  @Test
  void basic_colonInName_isRefused() {
    assertThatThrownBy(() -> Credentials.basic("a:b", "c"))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("colon");
  }

  @Test
  void registryToken_empty_isRefused() {
    assertThatThrownBy(() -> Credentials.registryToken(""))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("empty");
  }
}
