package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** For how long a mirror is passed over. */
class HostHealthTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final HostHealth health = new HostHealth(nanos::get);

  private void wait(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  /** How long it is passed over from now on, in seconds. */
  private long pause() {
    long seconds = 0;
    for (; health.isPassedOver(); seconds++) {
      wait(Duration.ofSeconds(1));
    }
    return seconds;
  }

  @Test
  void failed_inARow_twiceAsLongUpToTenMinutes() {
    assertThat(health.isPassedOver()).isFalse();
    long[] expected = {30, 60, 120, 240, 480, 600, 600};
    for (long seconds : expected) {
      health.failed(null);
      assertThat(pause()).isEqualTo(seconds);
    }
    for (int i = 0; i < 100; i++) {
      health.failed(null);
      pause();
    }
    health.succeeded();
    health.failed(null);
    assertThat(pause()).isEqualTo(30);
  }

  @Test
  void failed_whatWasUnderWay_countsOnce() {
    for (int i = 0; i < 8; i++) {
      health.failed(null);
    }
    assertThat(pause()).isEqualTo(30);
  }

  @Test
  void failed_hostSaysHowLong_atMostTenMinutes() {
    health.failed(Duration.ofSeconds(90));
    assertThat(pause()).isEqualTo(90);
    health.failed(Duration.ofDays(365));
    assertThat(pause()).isEqualTo(600);
    health.succeeded();
    health.failed(Duration.ofSeconds(1));
    assertThat(pause()).isEqualTo(30);
  }

  @Test
  void succeeded_whilePassedOver_isOldNews() {
    health.failed(null);
    health.succeeded();
    assertThat(health.isPassedOver()).isTrue();
  }

  @Test
  void distrusted_isPassedOverForLongest() {
    health.failed(null);
    health.distrusted();
    assertThat(pause()).isEqualTo(600);
  }
}
