package dev.ocimodel.registry;

/**
 * What a client may use of the network.
 *
 * @param down bytes that come, all connections together
 * @param up bytes that go
 * @param requests requests that are sent
 */
record TransportLimits(RateLimit down, RateLimit up, RateLimit requests) {

  /** 0 is no limit. */
  static TransportLimits of(long bytesPerSecond, int requestsPerSecond) {
    return new TransportLimits(
        RateLimit.of(bytesPerSecond),
        RateLimit.of(bytesPerSecond),
        RateLimit.of(requestsPerSecond));
  }
}
