package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notes on uploads under way. */
class SavedSessionsTest {

  private static final URI LOCATION = URI.create("https://r.example/v2/m/blobs/uploads/1?_state=x");

  @TempDir Path directory;

  private SavedSession take(String key) throws IOException {
    return new SavedSessions(directory).take(key);
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void save_thenTakenAgain_found() throws IOException {
    try (SavedSession session = take("blob")) {
      session.save(
          URI.create("https://r.example/an/older/and/longer/location/than/the/next/one/is"));
      session.save(LOCATION);
    }
    try (SavedSession session = take("blob")) {
      assertThat(session.location()).isEqualTo(LOCATION);
    }
    try (SavedSession session = take("another")) {
      assertThat(session.location()).isNull();
    }
  }

  @Test
  void take_takenByAnother_keepsNothing() throws IOException {
    try (SavedSession first = take("blob");
        SavedSession second = take("blob")) {
      assertThat(first.isKept()).isTrue();
      assertThat(second.isKept()).isFalse();
    }
  }

  @Test
  void location_damagedFile_isNone() throws IOException {
    try (SavedSession session = take("blob")) {
      session.save(LOCATION);
    }
    String whole = Files.readString(onlyFile());
    for (String damaged : new String[] {whole.substring(0, 20), whole.replace("blob", "b"), "x"}) {
      Files.writeString(onlyFile(), damaged);
      try (SavedSession session = take("blob")) {
        assertThat(session.location()).as(damaged).isNull();
      }
    }
  }

  @Test
  void save_notPossible_isNoFailure() throws IOException {
    SavedSession session = take("blob");
    session.close();
    session.save(LOCATION);
    session.forget();
    assertThat(session.location()).isNull();
  }
}
