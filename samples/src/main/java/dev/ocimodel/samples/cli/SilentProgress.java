package dev.ocimodel.samples.cli;

/** Shows nothing. */
final class SilentProgress extends Progress {

  @Override
  void begin(int items, long bytes) {}

  @Override
  void show(long bytes) {}

  @Override
  public void close() {}
}
