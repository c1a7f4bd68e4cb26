package dev.ocimodel.oci.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressMeterTest {

  private final TransferItem a = new TransferItem("a", OptionalLong.of(1000), null);
  private final TransferItem b = new TransferItem("b", OptionalLong.of(3000), null);
  private final List<TransferProgress> told = new ArrayList<>();
  private long now;
  private final ProgressMeter meter =
      new ProgressMeter(Duration.ofSeconds(1), told::add, () -> now);

  private void after(double seconds) {
    now += (long) (seconds * 1e9);
  }

  @Test
  void progress_bytesMove_hasRateAndEstimate() {
    meter.onPlanned(2, 4000);
    assertThat(meter.progress().timeLeft()).isEmpty();
    after(2);
    meter.onProgress(a, 1000);

    assertThat(meter.progress()).isEqualTo(new TransferProgress(2, 0, 0, 4000, 1000, 500));
    assertThat(meter.progress().timeLeft()).contains(Duration.ofSeconds(6));
  }

  @Test
  void progress_skippedAndResumedBytes_areDoneButMakeNothingFaster() {
    meter.onPlanned(2, 4000);
    after(1);
    meter.onCompleted(a, TransferOutcome.SKIPPED);
    meter.onResumed(b, 2000);
    meter.onProgress(b, 2100);

    assertThat(meter.progress()).isEqualTo(new TransferProgress(2, 1, 0, 4000, 3100, 100));
  }

  @Test
  void progress_attemptRepeated_fallsBackAndIsNoFaster() {
    meter.onPlanned(1, 3000);
    after(1);
    meter.onProgress(b, 1000);
    after(1);
    meter.onProgress(b, 200);

    assertThat(meter.progress()).isEqualTo(new TransferProgress(1, 0, 0, 3000, 200, 500));
  }

  @Test
  void progress_nothingMovesForLong_rateFallsAndTheEstimateGrows() {
    meter.onPlanned(1, 3000);
    after(1);
    meter.onProgress(b, 1000);
    long before = meter.progress().bytesPerSecond();
    after(60);

    assertThat(meter.progress().bytesPerSecond()).isLessThan(before / 10);
  }

  @Test
  void progress_committing_isCountedUntilItEnds() {
    meter.onPlanned(2, 4000);
    meter.onProgress(a, 1000);
    meter.onCommitting(a);
    assertThat(meter.progress().committingItems()).isOne();

    meter.onCompleted(a, TransferOutcome.COPIED);

    assertThat(meter.progress()).isEqualTo(new TransferProgress(2, 1, 0, 4000, 1000, 0));
  }

  @Test
  void progress_allDone_nothingIsLeft() {
    meter.onPlanned(1, 1000);
    meter.onCompleted(a, TransferOutcome.MOUNTED);

    assertThat(meter.progress().timeLeft()).contains(Duration.ZERO);
  }

  @Test
  void telling_withinAnInterval_isQuietExceptWhenItemsEnd() {
    meter.onPlanned(2, 4000);
    meter.onProgress(a, 10);
    meter.onProgress(a, 20);
    assertThat(told).hasSize(1);

    after(1);
    meter.onProgress(a, 30);
    meter.onProgress(a, 40);
    assertThat(told).hasSize(2).last().extracting(TransferProgress::doneBytes).isEqualTo(30L);

    meter.onFailed(a, new IllegalStateException());
    assertThat(told).hasSize(3).last().extracting(TransferProgress::doneBytes).isEqualTo(0L);
  }

  @Test
  void copy_withAMeter_endsWithEverythingDone() {
    MemoryStore source = new MemoryStore();
    source.tagged(source.addArtifact("a", "b"));
    ProgressMeter live = ProgressMeter.create();

    TransferResult result =
        Transfer.create().withListener(live).copy(source, "v1", new MemoryStore());

    TransferProgress end = live.progress();
    assertThat(end.completedItems()).isEqualTo(end.items()).isEqualTo(4);
    assertThat(end.doneBytes()).isEqualTo(end.totalBytes()).isEqualTo(result.copiedBytes());
  }
}
