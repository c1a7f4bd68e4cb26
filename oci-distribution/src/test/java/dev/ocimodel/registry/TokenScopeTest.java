package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are fetched, and for what. */
class TokenScopeTest {

  private final ScriptedServer server = new ScriptedServer();
  private final RegistryClient client = ScriptedServer.impatient().build();
  private final AtomicInteger tokens = new AtomicInteger();
  private final Map<String, String> scopes = new ConcurrentHashMap<>();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private MockResponse.Builder registry(RecordedRequest request) {
    String target = URLDecoder.decode(String.valueOf(request.getTarget()), StandardCharsets.UTF_8);
    if (target.startsWith("/token")) {
      String token = "t" + tokens.incrementAndGet();
      scopes.put("Bearer " + token, target);
      return status(200).body("{\"token\":\"" + token + "\"}");
    }
    String authorization = String.valueOf(request.getHeaders().get("Authorization"));
    String repository = target.startsWith("/v2/a/") ? "a" : "b";
    boolean reading = request.getMethod().equals("HEAD");
    String needed = "repository:" + repository + (reading ? ":pull" : ":pull,push");
    if (!scopes.getOrDefault(authorization, "").contains(needed)) {
      return status(401)
          .setHeader(
              "WWW-Authenticate",
              "Bearer realm=\"" + server.uri("/token") + "\",scope=\"" + needed + "\"");
    }
    return switch (request.getMethod()) {
      case "HEAD" -> status(404);
      case "POST" -> status(202).setHeader("Location", "/v2/" + repository + "/uploads/1");
      default -> status(201);
    };
  }

  @Test
  void push_toTwoRepositories_oneTokenPerScopeAndOneRefusal() throws IOException {
    server.answering(this::registry);
    for (String repository : new String[] {"a", "b"}) {
      client
          .repository(server.host() + "/" + repository)
          .push(Blob.of(MediaType.OCTET_STREAM, new byte[9]));
    }
    assertThat(tokens).hasValue(4);
    assertThat(server.requests()).hasSize(2 * 3 + 4 + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"300\"", "3.5e2", "-1", "99999999999999999999", "null", "true"})
  void fetch_oddLifetime_tokenIsUsed(String expiresIn) throws IOException {
    server.answering(
        request -> {
          if (String.valueOf(request.getTarget()).startsWith("/token")) {
            return status(200).body("{\"token\":\"t\",\"expires_in\":" + expiresIn + "}");
          }
          return request.getHeaders().get("Authorization") == null
              ? status(401)
                  .setHeader("WWW-Authenticate", "Bearer realm=\"" + server.uri("/token") + "\"")
              : status(200);
        });
    client.ping(server.host());
    assertThat(server.requests()).hasSize(3);
  }
}
