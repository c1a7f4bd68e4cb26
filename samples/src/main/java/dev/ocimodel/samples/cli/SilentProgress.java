package dev.ocimodel.samples.cli;

import dev.ocimodel.oci.transfer.TransferProgress;

/** Shows nothing. */
final class SilentProgress extends Progress {

  @Override
  void begin(TransferProgress progress) {}

  @Override
  void show(TransferProgress progress) {}

  @Override
  public void close() {}
}
