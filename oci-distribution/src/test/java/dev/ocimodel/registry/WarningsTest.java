package dev.ocimodel.registry;

import static dev.ocimodel.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What registries warn of (distribution-spec 1.1 "Warnings"). */
@Timeout(60)
class WarningsTest {

  private final ScriptedServer server = new ScriptedServer();
  private final List<RegistryWarning> heard = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    server.close();
  }

  private RegistryClient client() {
    return ScriptedServer.impatient().warningListener(heard::add).build();
  }

  @Test
  void note_sameTextOften_heardOnce() throws IOException {
    server.answering(
        request ->
            status(200)
                .addHeader("Warning", "299 - \"the end is near\"")
                .addHeader("Warning", "299 - \"say \\\"hi\\\"\", 299 - \"third\""));
    try (RegistryClient client = client()) {
      client.ping(server.host());
      client.ping(server.host());
    }
    assertThat(heard)
        .extracting(RegistryWarning::text)
        .containsExactly("the end is near", "say \"hi\"", "third");
    assertThat(heard).extracting(RegistryWarning::registry).containsOnly(server.host());
  }

  @Test
  void note_answerIsAnError_heardAsWell() {
    server.answering(request -> status(404).addHeader("Warning", "299 - \"moved\""));
    try (RegistryClient client = client()) {
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> client.repository(server.host() + "/m").resolve("v1")))
          .isNotNull();
    }
    assertThat(heard).hasSize(1);
  }

  @Test
  void note_endlessAndLongWarnings_bounded() throws IOException {
    AtomicInteger number = new AtomicInteger();
    server.answering(
        request ->
            status(200)
                .addHeaderLenient(
                    "Warning",
                    "299 - \""
                        + number.incrementAndGet()
                        + "\u001b[31m"
                        + "x".repeat(9000)
                        + "\""));
    try (RegistryClient client = client()) {
      for (int i = 0; i < 150; i++) {
        client.ping(server.host());
      }
    }
    assertThat(heard).hasSizeBetween(99, 101);
    assertThat(heard).allMatch(warning -> warning.text().length() < 4200);
    assertThat(heard).allMatch(warning -> warning.text().chars().allMatch(c -> c >= 0x20));
  }

  @Test
  void note_otherForms_passedOver() throws IOException {
    server.answering(
        request ->
            status(200)
                .addHeader("Warning", "110 - \"stale\"")
                .addHeader("Warning", "299 host \"agent\"")
                .addHeader("Warning", "299 - \"open")
                .addHeader("Warning", "299 - \"\"")
                .addHeader("Warning", "299 - \"\\"));
    try (RegistryClient client = client()) {
      client.ping(server.host());
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void note_storageThatARedirectLedTo_notHeard() throws IOException {
    try (ScriptedServer storage = new ScriptedServer();
        RegistryClient client = client()) {
      storage.answering(request -> status(200).addHeader("Warning", "299 - \"foreign\""));
      server.answering(request -> status(307).setHeader("Location", storage.uri("/")));
      client.ping(server.host());
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void note_listenerThrows_exchangeGoesOn() throws IOException {
    server.answering(request -> status(200).addHeader("Warning", "299 - \"text\""));
    try (RegistryClient client =
        ScriptedServer.impatient()
            .warningListener(
                warning -> {
                  throw new IllegalStateException("not now");
                })
            .build()) {
      client.ping(server.host());
    }
  }
}
