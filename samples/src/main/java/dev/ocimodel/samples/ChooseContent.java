package dev.ocimodel.samples;

import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Layers;
import dev.ocimodel.oci.transfer.PlannedItem.Action;
import dev.ocimodel.oci.transfer.PlannedRoot;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferResult;
import dev.ocimodel.registry.RegistryClient;
import dev.ocimodel.registry.Repository;
import java.nio.file.Path;

/**
 * Copies only the small files of a model into a layout, after saying what that would move; then the
 * whole of it, with what refers to it. What is there already is not moved again.
 *
 * <p>Arguments: REPOSITORY TAG LAYOUT_DIRECTORY. Prints bytes: planned, copied, and the rest.
 */
public final class ChooseContent {

  private ChooseContent() {}

  /** Runs the sample. */
  public static void main(String[] args) {
    OciLayout layout = OciLayout.openOrCreate(Path.of(args[2]));
    try (RegistryClient client = RegistryClient.builder().build()) {
      Repository repository = client.repository(args[0]);
      Transfer some = Transfer.create().withSelection(Layers.named("*.json", "*.md"));
      PlannedRoot plan = some.plan(repository, args[1], layout);
      System.out.println(plan.bytes(Action.COPY) + " bytes would move");
      System.out.println(some.copy(repository, args[1], layout).copiedBytes() + " bytes moved");
      System.out.println("partial: " + !layout.partialRoots().isEmpty());

      TransferResult all = Transfer.create().withReferrers().copy(repository, args[1], layout);
      System.out.println(all.copiedBytes() + " bytes of the rest moved");
      System.out.println("partial: " + !layout.partialRoots().isEmpty());
    }
  }
}
