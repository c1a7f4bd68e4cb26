package dev.ocimodel.model;

import dev.ocimodel.model.StagedLayer.StagedFile;
import dev.ocimodel.model.StagedLayer.State;
import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.file.IngestFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Fetches a file: goes on where an earlier run was cut off, and not at all where it is there. */
final class RawStager {

  private final TargetDirectory target;
  private final StagingDirectory staging;

  RawStager(TargetDirectory target, StagingDirectory staging) {
    this.target = target;
    this.staging = staging;
  }

  /** Stages one content under all the paths that it has in the model. */
  StagedLayer stage(Blob blob, List<LayerContent.RawFile> uses) throws IOException {
    Descriptor layer = blob.descriptor();
    List<StagedFile> files = new ArrayList<>();
    List<LayerContent.RawFile> wanted = new ArrayList<>();
    for (LayerContent.RawFile use : uses) {
      if (target.has(use.path(), layer)) {
        files.add(
            new StagedFile(
                use.path(), target.root().resolve(use.path()), State.IN_PLACE, use.executable()));
      } else {
        wanted.add(use);
      }
    }
    if (wanted.isEmpty()) {
      return new StagedLayer(files, List.of(), 0);
    }
    try (IngestFile file = IngestFile.resumable(staging.path(), layer.digest())) {
      long resumed = Math.min(file.size(), layer.size());
      file.complete(blob);
      Path content = file.retain();
      wanted.forEach(
          use -> files.add(new StagedFile(use.path(), content, State.STAGED, use.executable())));
      return new StagedLayer(files, List.of(), layer.size() - resumed);
    }
  }
}
