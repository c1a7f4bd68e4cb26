package dev.ocimodel.samples;

import dev.ocimodel.model.ModelUnpacker;
import dev.ocimodel.oci.transfer.Cancellation;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferCancelledException;
import dev.ocimodel.oci.transfer.TransferItem;
import dev.ocimodel.oci.transfer.TransferListener;
import dev.ocimodel.registry.RegistryClient;
import java.nio.file.Path;

/**
 * Cancels a pull after its first megabyte, and pulls again: nothing is half-visible in between, and
 * the second run goes on.
 *
 * <p>Arguments: REPOSITORY TAG DIRECTORY. Prints "cancelled", then the number of files.
 */
public final class CancelTransfer {

  private static final long ENOUGH = 1_000_000;

  private CancelTransfer() {}

  /** Runs the sample. */
  public static void main(String[] args) {
    Cancellation cancellation = Cancellation.create();
    TransferListener impatient =
        new TransferListener() {
          @Override
          public void onProgress(TransferItem item, long position) {
            if (position > ENOUGH) {
              cancellation.cancel();
            }
          }
        };
    Transfer cancelled = Transfer.create().withCancellation(cancellation).withListener(impatient);
    Path directory = Path.of(args[2]);
    try (RegistryClient client = RegistryClient.builder().build()) {
      var repository = client.repository(args[0]);
      try {
        ModelUnpacker.create().withTransfer(cancelled).unpack(repository, args[1], directory);
      } catch (TransferCancelledException e) {
        System.out.println("cancelled");
      }
      System.out.println(
          ModelUnpacker.create().unpack(repository, args[1], directory).files().size() + " files");
    }
  }
}
