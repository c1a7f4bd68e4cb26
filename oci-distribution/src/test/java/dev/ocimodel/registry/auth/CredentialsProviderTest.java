package dev.ocimodel.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.InvalidContentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsProviderTest {

  private static final Credentials ALICE = Credentials.basic("alice", "a");
  private static final Credentials BOB = Credentials.basic("bob", "b");

  @Test
  void anonymous_findsNothing() {
    assertThat(CredentialsProvider.anonymous().find("ghcr.io", "a")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io,ghcr.io",
    "GHCR.io,ghcr.io",
    "index.docker.io,docker.io",
    "localhost:5000,localhost:5000",
    "[::1]:5000,[::1]:5000"
  })
  void of_sameRegistry_finds(String given, String asked) {
    assertThat(CredentialsProvider.of(given, ALICE).find(asked, "a")).contains(ALICE);
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io,ghcr.io.evil.example",
    "ghcr.io,evil.ghcr.io",
    "ghcr.io,ghcr.io:5000",
    "localhost:5000,localhost:5001",
    "localhost:5000,localhost"
  })
  void of_otherRegistry_findsNothing(String given, String asked) {
    assertThat(CredentialsProvider.of(given, ALICE).find(asked, "a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://ghcr.io", "ghcr.io/models", "", "ghcr.io\nevil.example"})
  void of_notARegistry_isRefused(String registry) {
    assertThatThrownBy(() -> CredentialsProvider.of(registry, ALICE))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("Not a registry");
  }

  @Test
  void orElse_firstFindsNothing_asksNext() {
    CredentialsProvider provider =
        CredentialsProvider.of("a.example", ALICE).orElse(CredentialsProvider.of("b.example", BOB));
    assertThat(provider.find("b.example", "m")).contains(BOB);
    assertThat(provider.find("c.example", "m")).isEmpty();
  }

  @Test
  void orElse_bothFind_firstWins() {
    CredentialsProvider provider =
        CredentialsProvider.of("a.example", ALICE).orElse(CredentialsProvider.of("a.example", BOB));
    assertThat(provider.find("a.example", "m")).contains(ALICE);
  }
}
