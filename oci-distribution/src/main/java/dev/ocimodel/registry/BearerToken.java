package dev.ocimodel.registry;

import java.time.Duration;

/** A token and when it ends, on this machine's monotonic clock. Never shown. */
final class BearerToken {

  private final String value;
  private final long expiresAtNanos;

  BearerToken(String value, Duration life) {
    this.value = value;
    this.expiresAtNanos = System.nanoTime() + life.toNanos();
  }

  String value() {
    return value;
  }

  String header() {
    return "Bearer " + value;
  }

  boolean expiresWithin(Duration span) {
    return expiresAtNanos - System.nanoTime() < span.toNanos();
  }

  @Override
  public String toString() {
    return "BearerToken[***]";
  }
}
