package dev.ocimodel.model;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageConfig;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.Platform;
import java.util.List;

/** What packed layers are bound together by: a config, and a manifest of some type. */
sealed interface ArtifactForm {

  Blob config(List<Digest> diffIds);

  ImageManifest manifest(Descriptor config, List<Descriptor> layers);

  /** A CNCF ModelPack artifact. */
  record ModelArtifact(ModelDescription description) implements ArtifactForm {

    @Override
    public Blob config(List<Digest> diffIds) {
      return new ModelConfig(description, diffIds).toBlob();
    }

    @Override
    public ImageManifest manifest(Descriptor config, List<Descriptor> layers) {
      return ImageManifest.create(config, layers).withArtifactType(ModelPack.ARTIFACT_TYPE);
    }
  }

  /** An image that a container runtime pulls and mounts. */
  record Image(Platform platform) implements ArtifactForm {

    @Override
    public Blob config(List<Digest> diffIds) {
      return ImageConfig.of(platform, diffIds).toBlob();
    }

    @Override
    public ImageManifest manifest(Descriptor config, List<Descriptor> layers) {
      return ImageManifest.create(config, layers);
    }
  }
}
