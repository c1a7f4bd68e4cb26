package dev.ocimodel.oci.layout;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;

/** A blob's file; where it is absent because an artifact was copied in part, the error says so. */
record LayoutBlob(OciLayout layout, Blob file) implements Blob {

  @Override
  public Descriptor descriptor() {
    return file.descriptor();
  }

  @Override
  public InputStream open(long offset, long length) throws IOException {
    try {
      return file.open(offset, length);
    } catch (ContentNotFoundException e) {
      if (layout.partialRoots().isEmpty()) {
        throw e;
      }
      throw new ContentNotFoundException(
          e.getMessage()
              + "; the layout "
              + layout.directory()
              + " holds an artifact of which parts were left out: copy it whole",
          e);
    }
  }
}
