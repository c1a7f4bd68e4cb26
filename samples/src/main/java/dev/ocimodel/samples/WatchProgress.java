package dev.ocimodel.samples;

import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferItem;
import dev.ocimodel.oci.transfer.TransferListener;
import dev.ocimodel.oci.transfer.TransferOutcome;
import dev.ocimodel.registry.RegistryClient;
import java.nio.file.Path;

/**
 * Hears what a copy does. The listener is called by the transferring threads: keep it quick.
 *
 * <p>Arguments: REPOSITORY TAG LAYOUT_DIRECTORY. Prints the plan and a line per blob.
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
    try (RegistryClient client = RegistryClient.builder().build()) {
      Transfer.create()
          .withListener(lines)
          .copy(client.repository(args[0]), args[1], OciLayout.openOrCreate(Path.of(args[2])));
    }
  }
}
