package dev.ocimodel.model;

import dev.ocimodel.oci.Annotations;
import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageConfig;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.Platform;
import dev.ocimodel.oci.layout.OciLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Artifacts as other tools, or attackers, would write them; always under the tag {@code v1}. */
final class Artifacts {

  static final MediaType ARTIFACT = new MediaType("application/vnd.example.model");

  private Artifacts() {}

  /** An artifact of files with these titles, each of its title's bytes. */
  static Descriptor files(OciLayout layout, String... titles) throws IOException {
    List<Descriptor> layers = new ArrayList<>();
    for (String title : titles) {
      layers.add(layer(layout, title, title.getBytes(StandardCharsets.UTF_8)));
    }
    return manifest(layout, layers);
  }

  static Descriptor layer(OciLayout layout, String title, byte[] content) throws IOException {
    Blob blob = Blob.of(MediaType.OCTET_STREAM, content);
    layout.push(blob);
    return blob.descriptor().withAnnotation(Annotations.TITLE, title);
  }

  static Descriptor manifest(OciLayout layout, List<Descriptor> layers) throws IOException {
    layout.push(Blob.ofInline(Descriptor.EMPTY_JSON));
    return tagged(
        layout, ImageManifest.create(Descriptor.EMPTY_JSON, layers).withArtifactType(ARTIFACT));
  }

  /** A ModelPack artifact of one tar layer, with some annotations on it. */
  static Descriptor archive(OciLayout layout, byte[] tar, String... annotations)
      throws IOException {
    Blob blob = Blob.of(new MediaType("application/vnd.cncf.model.weight.v1.tar"), tar);
    layout.push(blob);
    Descriptor layer = blob.descriptor();
    for (int i = 0; i < annotations.length; i += 2) {
      layer = layer.withAnnotation(annotations[i], annotations[i + 1]);
    }
    Blob config =
        new ModelConfig(ModelDescription.UNKNOWN, List.of(blob.descriptor().digest())).toBlob();
    layout.push(config);
    return tagged(
        layout,
        ImageManifest.create(config.descriptor(), List.of(layer))
            .withArtifactType(ModelPack.ARTIFACT_TYPE));
  }

  /** An image of uncompressed layers. */
  static Descriptor image(OciLayout layout, byte[]... tars) throws IOException {
    return image(layout, Arrays.stream(tars).map(Digest::sha256).toList(), tars);
  }

  static Descriptor image(OciLayout layout, List<Digest> diffIds, byte[]... tars)
      throws IOException {
    List<Descriptor> layers = new ArrayList<>();
    for (byte[] tar : tars) {
      Blob blob = Blob.of(MediaType.LAYER_TAR, tar);
      layout.push(blob);
      layers.add(blob.descriptor());
    }
    Blob config = ImageConfig.of(Platform.LINUX_AMD64, diffIds).toBlob();
    layout.push(config);
    return tagged(layout, ImageManifest.create(config.descriptor(), layers));
  }

  private static Descriptor tagged(OciLayout layout, ImageManifest manifest) throws IOException {
    layout.push(manifest.toBlob());
    layout.tag(manifest.descriptor(), "v1");
    return manifest.descriptor();
  }

  /** A tar of files, each of its own path's bytes. */
  static byte[] tar(String... paths) throws IOException {
    TarArchiveEntry[] entries = new TarArchiveEntry[paths.length];
    for (int i = 0; i < paths.length; i++) {
      entries[i] = new TarArchiveEntry(paths[i], true);
      entries[i].setSize(paths[i].getBytes(StandardCharsets.UTF_8).length);
    }
    return tar(entries);
  }

  static TarArchiveEntry link(byte type, String path, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(path, type, true);
    entry.setLinkName(target);
    return entry;
  }

  static byte[] tar(TarArchiveEntry... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      for (TarArchiveEntry entry : entries) {
        tar.putArchiveEntry(entry);
        if (entry.getSize() > 0) {
          tar.write(
              Arrays.copyOf(
                  entry.getName().getBytes(StandardCharsets.UTF_8), (int) entry.getSize()));
        }
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}
