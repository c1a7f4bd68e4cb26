package dev.ocimodel.registry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether and when something is tried again; one per client.
 *
 * <p>The budget is a bucket: a retry takes {@value #RETRY_COST}, a success gives one back, and a
 * retry that brought a transfer on gives back what it took. With a dead registry it runs dry after
 * a hundred retries, whatever the number of threads.
 */
final class Retries {

  private static final int BUDGET = 500;
  private static final int RETRY_COST = 5;

  private final RetryPolicy policy;
  private final AtomicInteger budget = new AtomicInteger(BUDGET);

  Retries(RetryPolicy policy) {
    this.policy = policy;
  }

  static boolean isRetryable(int status) {
    return switch (status) {
      case 408, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /** A wrong certificate or redirect stays wrong; a connection that broke inside TLS does not. */
  static boolean isRetryable(IOException failure) {
    if (failure instanceof HostFailures.NoHostAnsweredException
        && failure.getCause() instanceof IOException last) {
      return isRetryable(last);
    }
    boolean trust =
        failure instanceof SSLHandshakeException || failure instanceof SSLPeerUnverifiedException;
    boolean notTls =
        failure instanceof SSLException
            && String.valueOf(failure.getMessage()).contains("Unsupported or unrecognized SSL");
    // Asking again would not bring a local file back, or make a refused answer acceptable.
    boolean decided =
        failure instanceof FileSystemException
            || failure instanceof MessageConstraintException
            || failure instanceof NoConnectionFreeException
            || failure instanceof Redirects.RedirectRefusedException
            || (failure instanceof ProxyRefusedException refused && !refused.isRetryable());
    return !trust && !notTls && !decided && !Thread.currentThread().isInterrupted();
  }

  /** Whether attempt number {@code next} (from 2) may be made; takes from the budget if so. */
  boolean allows(int next) {
    if (next > policy.maxAttempts()) {
      return false;
    }
    int left = budget.get();
    while (left >= RETRY_COST) {
      if (budget.compareAndSet(left, left - RETRY_COST)) {
        return true;
      }
      left = budget.get();
    }
    return false;
  }

  void succeeded() {
    giveBack(1);
  }

  /** A registry that cuts its answers but sends them is not dead: a long transfer goes on. */
  void wasWorthIt() {
    giveBack(RETRY_COST);
  }

  private void giveBack(int amount) {
    budget.updateAndGet(left -> Math.min(BUDGET, left + amount));
  }

  /** Waits before attempt number {@code next}. */
  void pause(int next, @Nullable String retryAfter) throws InterruptedIOException {
    Duration delay = retryAfter == null ? null : parseRetryAfter(retryAfter);
    if (delay == null) {
      delay = jittered(next);
    } else if (delay.compareTo(policy.maxRetryAfter()) > 0) {
      delay = policy.maxRetryAfter();
    }
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting to try again");
    }
  }

  private Duration jittered(int next) {
    double bound = policy.baseDelay().toMillis() * Math.pow(2, Math.min(next - 2, 30));
    long capped = (long) Math.min(bound, policy.maxDelay().toMillis());
    return Duration.ofMillis(capped <= 0 ? 0 : ThreadLocalRandom.current().nextLong(capped + 1));
  }

  /** Reads both forms of RFC 9110 section 10.2.3; null when it is neither. */
  static @Nullable Duration parseRetryAfter(String value) {
    String text = value.strip();
    if (text.matches("[0-9]{1,10}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration delay = Duration.between(ZonedDateTime.now(date.getZone()), date);
      return delay.isNegative() ? Duration.ZERO : delay;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
