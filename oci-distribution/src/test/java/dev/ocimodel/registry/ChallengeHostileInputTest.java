package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeHostileInputTest {

  private static final String[] FRAGMENTS = {
    "Bearer",
    "Basic",
    "realm",
    "scope",
    "=",
    "==",
    "\"",
    "\\",
    ",",
    " ",
    "\t",
    "a/b+c",
    "\u0000",
    "\r\n",
    "é",
    "\uD800",
    "https://auth.example/token",
    "token68==",
    "{",
    ";"
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void parse_randomFragments_neverThrowsAndStaysClean(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 1_000; round++) {
      StringBuilder header = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        header.append(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
      }
      for (Challenge challenge : Challenge.parse(List.of(header.toString()))) {
        assertThat(challenge.scheme()).as(header.toString()).matches("[!#$%&'*+.^_`|~0-9a-z-]+");
        assertThat(challenge.parameters().values())
            .as(header.toString())
            .noneMatch(value -> value.contains("\r") || value.contains("\u0000"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void parse_randomChallengesPrinted_areReadBack(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 1_000; round++) {
      List<Challenge> challenges = new ArrayList<>();
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        challenges.add(randomChallenge(random));
      }
      String header = String.join(", ", challenges.stream().map(c -> print(c, random)).toList());
      assertThat(Challenge.parse(List.of(header))).as(header).isEqualTo(challenges);
    }
  }

  private static Challenge randomChallenge(Random random) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      parameters.put("name" + random.nextInt(5), randomValue(random));
    }
    return new Challenge("scheme" + random.nextInt(3), parameters);
  }

  private static String randomValue(Random random) {
    String alphabet = "ab =,\"\\:/;";
    StringBuilder value = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      value.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return value.toString();
  }

  private static String print(Challenge challenge, Random random) {
    List<String> parameters = new ArrayList<>();
    challenge
        .parameters()
        .forEach(
            (name, value) ->
                parameters.add(
                    name
                        + (random.nextBoolean() ? "=" : " = ")
                        + '"'
                        + value.replace("\\", "\\\\").replace("\"", "\\\"")
                        + '"'));
    return challenge.scheme() + " " + String.join(random.nextBoolean() ? "," : " , ", parameters);
  }

  @Test
  void parse_manyChallenges_stopsAtTheLimit() {
    assertThat(Challenge.parse(List.of("Basic realm=a,".repeat(1_000), "Bearer realm=b")))
        .hasSize(ChallengeParser.MAX_CHALLENGES);
  }

  @Test
  void parse_manyParameters_stopsAtTheLimit() {
    StringBuilder header = new StringBuilder("Bearer ");
    for (int i = 0; i < 1_000; i++) {
      header.append("p").append(i).append("=v,");
    }
    assertThat(Challenge.parse(List.of(header.toString())).get(0).parameters())
        .hasSize(ChallengeParser.MAX_PARAMETERS);
  }

  @Test
  void parse_hugeHeader_readsOnlyItsBeginning() {
    String header = "Bearer realm=\"r\", " + "x".repeat(10_000_000) + ", Basic realm=\"b\"";
    assertThat(Challenge.parse(List.of(header)))
        .extracting(Challenge::scheme)
        .contains("bearer")
        .doesNotContain("basic");
  }
}
