package dev.ocimodel.samples.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with rate and estimate: for terminals. */
final class BarProgress extends Progress {

  private static final long MEGABYTE = 1_000_000;

  private volatile @Nullable ProgressBar bar;

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
            .setConsumer(new ConsoleProgressBarConsumer(System.err))
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
