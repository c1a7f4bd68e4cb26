package dev.ocimodel.oci.transfer;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a copy has to do; every piece of content appears once.
 *
 * @param present manifests that the target has, with all they are made of
 * @param leaves blobs without children, in graph order
 * @param levels manifests to copy by depth, the root's level first; their bytes are in memory
 */
record CopyPlan(List<Descriptor> present, List<Descriptor> leaves, List<List<Blob>> levels) {

  int size() {
    return present.size() + leaves.size() + levels.stream().mapToInt(List::size).sum();
  }

  /** The sum of all sizes, which the descriptors only claim: it stops at the largest long. */
  long bytes() {
    return Stream.of(
            present, leaves, levels.stream().flatMap(List::stream).map(Blob::descriptor).toList())
        .flatMap(List::stream)
        .mapToLong(Descriptor::size)
        .reduce(0, (sum, size) -> size > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + size);
  }

  List<List<Blob>> levelsBottomUp() {
    List<List<Blob>> reversed = new ArrayList<>(levels);
    Collections.reverse(reversed);
    return reversed;
  }
}
