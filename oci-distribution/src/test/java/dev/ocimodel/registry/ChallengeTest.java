package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {

  private static final Challenge BEARER =
      new Challenge(
          "bearer", Map.of("realm", "https://auth.example/token", "service", "registry.example"));

  private static List<Challenge> parse(String... headers) {
    return Challenge.parse(List.of(headers));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer realm=\"https://auth.example/token\",service=\"registry.example\"",
        "bearer service=\"registry.example\",realm=\"https://auth.example/token\"",
        "BEARER Realm=\"https://auth.example/token\" , SERVICE=registry.example",
        "Bearer realm = \"https://auth.example/token\",\tservice\t= \"registry.example\"",
        "Bearer realm=https://auth.example/token,service=registry.example",
        "Bearer realm=\"https://auth.example/token\" service=\"registry.example\"",
        "  , Bearer   realm=\"https:\\/\\/auth.example/token\",,service=\"registry.example\", ,",
      })
  void parse_spellingsOfOneChallenge_areEqual(String header) {
    assertThat(parse(header)).containsExactly(BEARER);
  }

  @Test
  void parse_repeatedHeaders_keepsTheirOrder() {
    assertThat(parse("Basic realm=\"a\"", "Bearer realm=\"b\""))
        .containsExactly(
            new Challenge("basic", Map.of("realm", "a")),
            new Challenge("bearer", Map.of("realm", "b")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic realm=\"a\", charset=\"UTF-8\", Bearer realm=\"b\", service=\"s\"",
        "Basic realm=\"a\", charset=\"UTF-8\" Bearer realm=\"b\", service=\"s\"",
        "BASIC realm=a,charset=UTF-8,Bearer realm=b,service=s",
      })
  void parse_severalInOneHeader_splitsThem(String header) {
    assertThat(parse(header))
        .containsExactly(
            new Challenge("basic", Map.of("realm", "a", "charset", "UTF-8")),
            new Challenge("bearer", Map.of("realm", "b", "service", "s")));
  }

  @Test
  void parse_token68_isPassedOver() {
    assertThat(parse("Negotiate a87421000492aa874209af8bc028==, NTLM, Basic realm=\"a\""))
        .containsExactly(
            new Challenge("negotiate", Map.of()),
            new Challenge("ntlm", Map.of()),
            new Challenge("basic", Map.of("realm", "a")));
  }

  @Test
  void parse_schemeOnly_hasNoParameters() {
    assertThat(parse("Bearer")).containsExactly(new Challenge("bearer", Map.of()));
  }

  @Test
  void parse_quotedValue_keepsCommasQuotesAndEquals() {
    assertThat(
            parse(
                "Bearer realm=\"https://a/token?x=1\",scope=\"repository:a/b:pull,push"
                    + " repository:c:pull\",error=\"say \\\"Basic realm=x\\\"\""))
        .containsExactly(
            new Challenge(
                "bearer",
                Map.of(
                    "realm", "https://a/token?x=1",
                    "scope", "repository:a/b:pull,push repository:c:pull",
                    "error", "say \"Basic realm=x\"")));
  }

  @Test
  void parse_emptyQuotedValue_isKept() {
    assertThat(parse("Bearer realm=\"r\",scope=\"\""))
        .containsExactly(new Challenge("bearer", Map.of("realm", "r", "scope", "")));
  }

  @Test
  void parse_nameTwice_firstValueStays() {
    assertThat(parse("Bearer realm=\"good\",REALM=\"other\""))
        .containsExactly(new Challenge("bearer", Map.of("realm", "good")));
  }

  @Test
  void parse_valueCutOff_dropsIt() {
    assertThat(parse("Bearer service=\"s\",realm=\"https://auth", "Basic realm=\"a\""))
        .containsExactly(
            new Challenge("bearer", Map.of("service", "s")),
            new Challenge("basic", Map.of("realm", "a")));
  }

  @Test
  void parse_controlCharacterInValue_dropsIt() {
    assertThat(parse("Bearer realm=\"a\r\nX: y\",scope=b\u0000c,service=\"s\""))
        .containsExactly(new Challenge("bearer", Map.of("service", "s")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",,,", "\"Bearer realm=x\"", "=", "realm=\"x\"", "\u0000"})
  void parse_noChallenge_isEmpty(String header) {
    assertThat(parse(header)).isEmpty();
  }

  @Test
  void parse_garbageBefore_isPassedOver() {
    assertThat(parse("{}; \"Basic, realm=x\" @ Bearer realm=\"r\""))
        .contains(new Challenge("bearer", Map.of("realm", "r")));
  }
}
