package dev.ocimodel.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.transfer.TransferItem;
import dev.ocimodel.oci.transfer.TransferListener;
import dev.ocimodel.oci.transfer.TransferOutcome;
import dev.ocimodel.oci.transfer.TransferProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is shown of two items, one of which is tried twice. */
class ProgressTest {

  private static final TransferItem FIRST = item("first", 3_000_000);
  private static final TransferItem SECOND = item("second", 1_000_000);

  private static TransferItem item(String name, long size) {
    return new TransferItem(name, OptionalLong.of(size), null);
  }

  private static void move(Progress progress) {
    TransferListener listener = progress.listener();
    listener.onPlanned(2, 4_000_000);
    listener.onProgress(FIRST, 2_000_000);
    listener.onProgress(FIRST, 0);
    listener.onCompleted(SECOND, TransferOutcome.SKIPPED);
    listener.onCompleted(FIRST, TransferOutcome.COPIED);
    progress.close();
  }

  @Test
  void draw_bar_reachesItsEnd() {
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    move(new BarProgress(new PrintStream(terminal, true, StandardCharsets.UTF_8)));
    assertThat(terminal.toString(StandardCharsets.UTF_8)).contains("2 items", "100%", "4/4 MB");
  }

  @Test
  void print_lines_startAndEnd() {
    StringWriter log = new StringWriter();
    move(new LineProgress(new PrintWriter(log)));
    assertThat(log.toString().lines())
        .satisfiesExactly(
            start -> assertThat(start).isEqualTo("2 items, 4.00 MB"),
            end -> assertThat(end).startsWith("4.00 MB in "));
  }

  @Test
  void print_linesOfNothingDone_onlyTheStart() {
    StringWriter log = new StringWriter();
    Progress progress = new LineProgress(new PrintWriter(log));
    progress.listener().onPlanned(1, 10);
    progress.close();
    assertThat(log.toString().lines()).containsExactly("1 item, 10 B");
  }

  @Test
  void line_underWay_saysWhatIsLeftAndWhetherItIsCommitting() {
    assertThat(LineProgress.line(new TransferProgress(2, 0, 0, 4_000_000, 1_000_000, 500_000)))
        .isEqualTo("1.00 MB of 4.00 MB, 500.0 kB/s, 6 s left");
    assertThat(LineProgress.line(new TransferProgress(2, 1, 1, 4_000_000, 4_000_000, 0)))
        .isEqualTo("4.00 MB of 4.00 MB, 0 B/s, 0 s left, committing 1 item");
    assertThat(LineProgress.line(new TransferProgress(2, 0, 0, 4_000_000, 0, 0)))
        .isEqualTo("0 B of 4.00 MB, 0 B/s");
  }
}
