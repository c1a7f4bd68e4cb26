package dev.ocimodel.oci.transfer;

import java.util.Map;
import java.util.TreeMap;

/** Which bytes of one blob have passed, as ranges that do not touch. Guarded by its owner. */
final class Coverage {

  private final TreeMap<Long, Long> ends = new TreeMap<>(); // end by start
  private long size;

  /** Adds a range and returns how many of its bytes had not passed before. */
  long add(long from, long to) {
    long start = from;
    long end = to;
    long known = 0;
    Map.Entry<Long, Long> before = ends.floorEntry(to);
    while (before != null && before.getValue() >= from) {
      known += Math.max(0, Math.min(to, before.getValue()) - Math.max(from, before.getKey()));
      start = Math.min(start, before.getKey());
      end = Math.max(end, before.getValue());
      ends.remove(before.getKey());
      before = ends.floorEntry(to);
    }
    ends.put(start, end);
    long fresh = to - from - known;
    size += fresh;
    return fresh;
  }

  /** How many bytes have passed, each counted once. */
  long size() {
    return size;
  }
}
