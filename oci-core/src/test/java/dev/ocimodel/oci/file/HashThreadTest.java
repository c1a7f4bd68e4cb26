package dev.ocimodel.oci.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.Digester;
import java.io.InterruptedIOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HashThreadTest {

  @Test
  void finish_afterManyTrades_digestIsOfTheBytesInOrder() throws InterruptedIOException {
    byte[] content = new byte[1_000_003];
    new Random(3).nextBytes(content);
    Digester digester = Digester.sha256();
    try (HashThread hash = new HashThread(digester, 1000)) {
      byte[] buffer = new byte[1000];
      for (int at = 0; at < content.length; at += 1000) {
        int length = Math.min(1000, content.length - at);
        System.arraycopy(content, at, buffer, 0, length);
        buffer = hash.trade(buffer, length);
      }
      hash.finish();
    }
    assertThat(digester.size()).isEqualTo(content.length);
    assertThat(digester.digest()).isEqualTo(Digest.sha256(content));
  }

  @Test
  void trade_ownerInterrupted_saysSoAndKeepsTheFlag() {
    try (HashThread hash = new HashThread(Digester.sha256(), 10)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> hash.trade(new byte[10], 10))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
