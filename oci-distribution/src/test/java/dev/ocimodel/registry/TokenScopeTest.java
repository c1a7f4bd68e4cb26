package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import java.io.IOException;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which scopes are asked for, and how often. */
@Timeout(60)
class TokenScopeTest {

  private final ScriptedServer server = new ScriptedServer();
  private final RegistryClient client =
      ScriptedServer.impatient()
          .credentials(CredentialsProvider.of(server.host(), Credentials.basic("u", "p")))
          .build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  /** A registry whose tokens are good for the scope they were asked for, spelled out. */
  private MockResponse.Builder registry(RecordedRequest request) {
    String target = String.valueOf(request.getTarget());
    if (target.startsWith("/token")) {
      String scope = target.replaceFirst(".*scope=([^&]*).*", "$1");
      return status(200).body("{\"token\":\"" + scope + "\",\"expires_in\":9e99}");
    }
    String repository = target.replaceFirst("/v2/(.*)/(blobs|manifests)/.*", "$1");
    boolean read = request.getMethod().equals("HEAD") || request.getMethod().equals("GET");
    String needed = "repository:" + repository + ":pull" + (read ? "" : ",push");
    String held = String.valueOf(request.getHeaders().get("Authorization"));
    if (!held.startsWith("Bearer " + Uris.encode(needed))) {
      return status(401)
          .setHeader(
              "WWW-Authenticate",
              "Bearer realm=\"" + server.uri("/token") + "\",scope=\"" + needed + "\"");
    }
    return switch (request.getMethod()) {
      case "POST" -> status(202).setHeader("Location", "/v2/" + repository + "/blobs/uploads/1");
      case "PUT" -> status(201);
      default -> status(404);
    };
  }

  private List<String> tokenRequests() {
    return server.requestLines().stream().filter(l -> l.contains("/token")).toList();
  }

  @Test
  void token_pullThenPushThenAnotherRepository_asksForWhatIsNeeded() throws IOException {
    server.answering(this::registry);
    Blob blob = Blob.of(MediaType.OCTET_STREAM, new byte[] {1});
    client.repository(server.host() + "/a").push(blob);
    client.repository(server.host() + "/b").push(blob);
    assertThat(tokenRequests()).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void token_oddScopeOfTheRegistry_isKept() throws IOException {
    server.answering(
        request -> {
          String target = String.valueOf(request.getTarget());
          if (target.startsWith("/token")) {
            return status(target.contains("scope=aws") ? 200 : 400).body("{\"token\":\"t\"}");
          }
          return request.getHeaders().get("Authorization") == null
              ? status(401)
                  .setHeader(
                      "WWW-Authenticate",
                      "Bearer realm=\"" + server.uri("/token") + "\",scope=\"aws\"")
              : status(404);
        });
    Blob blob = Blob.of(MediaType.OCTET_STREAM, new byte[] {1});
    for (String name : new String[] {"/a", "/b"}) {
      assertThat(client.repository(server.host() + name).contains(blob.descriptor())).isFalse();
    }
    assertThat(tokenRequests()).allMatch(l -> l.contains("scope=aws"));
  }

  @Test
  void token_serverRedirects_passwordGoesNoFurther() {
    try (ScriptedServer thief = new ScriptedServer()) {
      server.answering(
          request ->
              String.valueOf(request.getTarget()).startsWith("/token")
                  ? status(307).setHeader("Location", thief.uri("/steal"))
                  : registry(request));
      assertThatThrownBy(() -> client.ping(server.host())).isInstanceOf(RegistryException.class);
      assertThat(thief.requests()).isEmpty();
    }
  }

  @Test
  void token_sameOneAgainAfterItsRefusal_final() {
    server.answering(
        request ->
            String.valueOf(request.getTarget()).startsWith("/token")
                ? status(200).body("{\"token\":\"same\"}")
                : status(401)
                    .setHeader(
                        "WWW-Authenticate", "Bearer realm=\"" + server.uri("/token") + "\""));
    assertThatThrownBy(() -> client.ping(server.host())).isInstanceOf(UnauthorizedException.class);
    assertThat(server.requests()).hasSizeLessThanOrEqualTo(5);
  }
}
