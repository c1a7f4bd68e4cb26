package dev.ocimodel.samples.cli;

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
  void begin(int items, long bytes) {
    bar =
        new ProgressBarBuilder()
            .setTaskName(items + (items == 1 ? " item" : " items"))
            .setInitialMax(bytes)
            .setUnit(" MB", MEGABYTE)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .showSpeed()
            .setConsumer(new ConsoleProgressBarConsumer(terminal, width()))
            .build();
  }

  @Override
  void show(long bytes) {
    ProgressBar shown = bar;
    if (shown != null) {
      shown.stepTo(bytes);
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
