package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.ContentSource;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.Platform;
import dev.ocimodel.oci.text.ForeignText;
import java.io.IOException;

/** Finds the manifest that an index has for one platform. */
record PlatformChoice(ContentSource source, CopyScope scope) {

  /** Returns what is copied for a root: itself, where no platform is asked for or it has none. */
  Descriptor of(Descriptor root) {
    Platform platform = scope.platform();
    Descriptor at = root;
    for (int depth = 0; platform != null && at.mediaType().isIndex(); depth++) {
      if (depth > source.limits().maxIndexDepth()) {
        throw CopyGraph.tooDeep(root, source.limits());
      }
      at = choose(index(at), at, platform);
    }
    return at;
  }

  private ImageIndex index(Descriptor descriptor) {
    try {
      return (ImageIndex) source.manifest(descriptor);
    } catch (IOException e) {
      throw Stops.failed(TransferException.Side.SOURCE, TransferItem.of(descriptor), e);
    }
  }

  private static Descriptor choose(ImageIndex index, Descriptor at, Platform platform) {
    return index
        .manifestFor(platform)
        .filter(manifest -> manifest.mediaType().isManifest())
        .orElseThrow(
            () ->
                new ContentNotFoundException(
                    "The index "
                        + at.digest()
                        + " has no manifest for "
                        + platform
                        + "; it has ["
                        + ForeignText.list(
                            index.manifests().stream().map(PlatformChoice::shown).toList())
                        + "]"));
  }

  private static String shown(Descriptor listed) {
    Platform platform = listed.platform();
    return platform == null ? "one without platform" : platform.toString();
  }
}
