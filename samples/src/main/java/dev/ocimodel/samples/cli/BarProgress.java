package dev.ocimodel.samples.cli;

import dev.ocimodel.oci.transfer.TransferProgress;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with rate and estimate: for terminals. */
final class BarProgress extends Progress {

  private static final long MEGABYTE = 1_000_000;
  private static final int DEFAULT_WIDTH = 79;

  private final PrintStream terminal;
  private volatile @Nullable ProgressBar bar;

  BarProgress(PrintStream terminal) {
    this.terminal = terminal;
  }

  /** Not asked of the terminal, which takes native code. */
  private static int width() {
    String columns = System.getenv().getOrDefault("COLUMNS", "");
    return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) - 1 : DEFAULT_WIDTH;
  }

  @Override
  void begin(TransferProgress progress) {
    bar =
        new ProgressBarBuilder()
            .setTaskName(items(progress.items()))
            .setInitialMax(progress.totalBytes())
            .setUnit(" MB", MEGABYTE)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .showSpeed()
            .setConsumer(new ConsoleProgressBarConsumer(terminal, width()))
            .build();
  }

  @Override
  void show(TransferProgress progress) {
    ProgressBar shown = bar;
    if (shown != null) {
      shown.setExtraMessage(progress.committingItems() == 0 ? "" : "committing");
      shown.stepTo(progress.doneBytes());
    }
  }

  @Override
  public void close() {
    ProgressBar shown = bar;
    if (shown != null) {
      shown.close();
    }
  }
}
