package dev.ocimodel.samples;

import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.ProgressMeter;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferItem;
import dev.ocimodel.oci.transfer.TransferListener;
import dev.ocimodel.oci.transfer.TransferOutcome;
import dev.ocimodel.oci.transfer.TransferProgress;
import dev.ocimodel.oci.transfer.TransferResult;
import dev.ocimodel.registry.RegistryClient;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Hears what a copy does, and how long it will still take. Listeners are called by the transferring
 * threads: keep them quick.
 *
 * <p>Arguments: REPOSITORY TAG LAYOUT_DIRECTORY. Prints the plan, a line per blob, a line per
 * second while bytes move, and what became of the bytes.
 */
public final class WatchProgress {

  private WatchProgress() {}

  /** Runs the sample. */
  public static void main(String[] args) {
    TransferListener lines =
        new TransferListener() {
          @Override
          public void onPlanned(int items, long bytes) {
            System.out.println(items + " items, " + bytes + " bytes");
          }

          @Override
          public void onCompleted(TransferItem item, TransferOutcome outcome) {
            System.out.println(outcome + " " + item.name());
          }
        };
    ProgressMeter meter =
        ProgressMeter.telling(
            Duration.ofSeconds(1), progress -> System.out.println(line(progress)));
    try (RegistryClient client = RegistryClient.builder().build()) {
      TransferResult result =
          Transfer.create()
              .withListener(TransferListener.all(lines, meter))
              .copy(client.repository(args[0]), args[1], OciLayout.openOrCreate(Path.of(args[2])));
      System.out.println(result.bytes());
    }
  }

  private static String line(TransferProgress progress) {
    return "%d of %d bytes, %d B/s, %s left, %d items committing"
        .formatted(
            progress.doneBytes(),
            progress.totalBytes(),
            progress.bytesPerSecond(),
            progress.timeLeft().map(Duration::toString).orElse("unknown"),
            progress.committingItems());
  }
}
