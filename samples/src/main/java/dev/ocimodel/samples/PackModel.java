package dev.ocimodel.samples;

import dev.ocimodel.model.LayerFormat;
import dev.ocimodel.model.LayerGrouping;
import dev.ocimodel.model.ModelPackager;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Platform;
import dev.ocimodel.oci.layout.OciLayout;
import java.nio.file.Path;

/**
 * Packs a model directory into a layout twice: as a raw artifact, which keeps every file as it is,
 * and as an image, which a container runtime mounts.
 *
 * <p>Arguments: MODEL_DIRECTORY LAYOUT_DIRECTORY. Prints the two digests; they are the same for the
 * same files on every machine.
 */
public final class PackModel {

  private PackModel() {}

  /** Runs the sample. */
  public static void main(String[] args) {
    Path model = Path.of(args[0]);
    OciLayout layout = OciLayout.openOrCreate(Path.of(args[1]));

    Descriptor artifact = ModelPackager.create().pack(model, layout, "v1-artifact");
    System.out.println("artifact " + artifact.digest());

    Descriptor image =
        ModelPackager.create()
            .withLayerFormat(LayerFormat.TAR_ZSTD)
            .withGrouping(LayerGrouping.LAYER_PER_FILE)
            .asImage()
            .withPlatform(Platform.LINUX_AMD64)
            .pack(model, layout, "v1-image");
    System.out.println("image " + image.digest());
  }
}
