package dev.ocimodel.model.archive;

import java.util.OptionalInt;

/**
 * How hard and with how many threads to compress. The bytes depend on the level and the strategy,
 * never on the threads.
 */
public final class CompressionOptions {

  /** What deflate looks for. */
  public enum DeflateStrategy {
    /** Repetitions and skewed byte frequencies: for text. */
    GENERAL,
    /**
     * Byte frequencies only, whatever the level: for weights, which hold no repetitions. Several
     * times faster than level 1 there, and smaller.
     */
    HUFFMAN_ONLY
  }

  private static final CompressionOptions DEFAULTS =
      new CompressionOptions(
          OptionalInt.empty(),
          Math.min(4, Runtime.getRuntime().availableProcessors()),
          DeflateStrategy.GENERAL);

  private final OptionalInt level;
  private final int threads;
  private final DeflateStrategy deflateStrategy;

  private CompressionOptions(OptionalInt level, int threads, DeflateStrategy deflateStrategy) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, is " + threads);
    }
    this.level = level;
    this.threads = threads;
    this.deflateStrategy = deflateStrategy;
  }

  /** Returns the default options: each format's own level, one thread per core up to four. */
  public static CompressionOptions create() {
    return DEFAULTS;
  }

  /**
   * The level, or nothing for the format's default, which is 1 for both: weights do not get smaller
   * above it, only slower.
   */
  public OptionalInt level() {
    return level;
  }

  /** Threads that compress one stream. */
  public int threads() {
    return threads;
  }

  /** What gzip looks for. */
  public DeflateStrategy deflateStrategy() {
    return deflateStrategy;
  }

  /** Returns these options with a level: 1 to 19 for zstd, 1 to 9 for gzip. */
  public CompressionOptions withLevel(int value) {
    return new CompressionOptions(OptionalInt.of(value), threads, deflateStrategy);
  }

  /** Returns these options with a number of threads, at least 1. */
  public CompressionOptions withThreads(int value) {
    return new CompressionOptions(level, value, deflateStrategy);
  }

  /** Returns these options with a strategy for gzip. */
  public CompressionOptions withDeflateStrategy(DeflateStrategy value) {
    return new CompressionOptions(level, threads, value);
  }

  /** Returns the level, checked against what a format knows. */
  int level(int defaultLevel, int maximum, String format) {
    int chosen = level.orElse(defaultLevel);
    if (chosen < 1 || chosen > maximum) {
      throw new IllegalArgumentException(
          format + " knows the levels 1 to " + maximum + ", not " + chosen);
    }
    return chosen;
  }
}
