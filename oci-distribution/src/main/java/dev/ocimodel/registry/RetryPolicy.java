package dev.ocimodel.registry;

import java.time.Duration;

/**
 * How often and how patiently a request is repeated. What is repeated: lost connections, and the
 * statuses 408, 429, 500, 502, 503 and 504. A transfer that moves on between two failures starts
 * counting again.
 *
 * <p>The delay before attempt n is random between nothing and {@code base * 2^n}, capped; a
 * server's {@code Retry-After} is waited for in full up to its own cap. All requests of a client
 * share one budget of retries, so that a registry that is down is not kept down by its clients.
 */
public final class RetryPolicy {

  private static final RetryPolicy DEFAULT =
      new RetryPolicy(5, Duration.ofMillis(250), Duration.ofSeconds(20), Duration.ofSeconds(60));

  private final int maxAttempts;
  private final Duration baseDelay;
  private final Duration maxDelay;
  private final Duration maxRetryAfter;

  private RetryPolicy(
      int maxAttempts, Duration baseDelay, Duration maxDelay, Duration maxRetryAfter) {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1: " + maxAttempts);
    }
    for (Duration delay : new Duration[] {baseDelay, maxDelay, maxRetryAfter}) {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("A delay must not be negative: " + delay);
      }
    }
    this.maxAttempts = maxAttempts;
    this.baseDelay = baseDelay;
    this.maxDelay = maxDelay;
    this.maxRetryAfter = maxRetryAfter;
  }

  /** Five attempts, 250 ms doubling to 20 s, {@code Retry-After} up to 60 s. */
  public static RetryPolicy create() {
    return DEFAULT;
  }

  /** Sets how often one request is sent at most; 1 means no retries. */
  public RetryPolicy withMaxAttempts(int attempts) {
    return new RetryPolicy(attempts, baseDelay, maxDelay, maxRetryAfter);
  }

  /** Sets the upper bound of the first delay. */
  public RetryPolicy withBaseDelay(Duration delay) {
    return new RetryPolicy(maxAttempts, delay, maxDelay, maxRetryAfter);
  }

  /** Sets the upper bound of every delay this client chooses itself. */
  public RetryPolicy withMaxDelay(Duration delay) {
    return new RetryPolicy(maxAttempts, baseDelay, delay, maxRetryAfter);
  }

  /** Sets the longest {@code Retry-After} that is obeyed; a longer one is cut to it. */
  public RetryPolicy withMaxRetryAfter(Duration delay) {
    return new RetryPolicy(maxAttempts, baseDelay, maxDelay, delay);
  }

  int maxAttempts() {
    return maxAttempts;
  }

  Duration baseDelay() {
    return baseDelay;
  }

  Duration maxDelay() {
    return maxDelay;
  }

  Duration maxRetryAfter() {
    return maxRetryAfter;
  }
}
