package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.Platform;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a graph a copy is about.
 *
 * @param platform resolves an index to the manifest for this platform, or null
 * @param platforms the platforms of an index that are kept; empty for all
 * @param selection the layers that are kept, or null for all
 * @param referrers artifact types of the referrers to copy, empty for all; null for no referrers
 */
record CopyScope(
    @Nullable Platform platform,
    List<Platform> platforms,
    @Nullable Predicate<Descriptor> selection,
    @Nullable Set<MediaType> referrers) {

  static final CopyScope WHOLE = new CopyScope(null, List.of(), null, null);

  CopyScope withPlatform(Platform newPlatform) {
    return new CopyScope(newPlatform, List.of(), selection, referrers);
  }

  CopyScope withPlatforms(List<Platform> newPlatforms) {
    return new CopyScope(null, List.copyOf(newPlatforms), selection, referrers);
  }

  CopyScope withSelection(Predicate<Descriptor> newSelection) {
    return new CopyScope(platform, platforms, newSelection, referrers);
  }

  CopyScope withReferrers(Set<MediaType> types) {
    return new CopyScope(platform, platforms, selection, Set.copyOf(types));
  }

  boolean keepsLayer(Descriptor layer) {
    return selection == null || selection.test(layer);
  }

  /** An index inside an index, which names no platform itself, is looked into. */
  boolean keepsManifest(Descriptor listed) {
    if (platforms.isEmpty()) {
      return true;
    }
    Platform offered = listed.platform();
    return offered == null
        ? listed.mediaType().isIndex()
        : platforms.stream().anyMatch(wanted -> wanted.accepts(offered));
  }
}
