package dev.ocimodel.registry.hosts;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as Go writes them: {@code 300ms}, {@code 1m30s}. */
final class GoDuration {

  private static final Pattern PART =
      Pattern.compile("\\G([0-9]{1,12}(?:\\.[0-9]{0,12})?|\\.[0-9]{1,12})(ns|us|µs|μs|ms|s|m|h)");

  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Duration.ofDays(1).toNanos());

  private GoDuration() {}

  /** Returns null for what is none, is negative, or longer than a day. */
  static @Nullable Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    Matcher part = PART.matcher(text);
    while (end < text.length() && text.length() <= 64 && part.find()) {
      BigDecimal unit =
          BigDecimal.valueOf(java.util.Objects.requireNonNull(NANOS.get(part.group(2))));
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit));
      end = part.end();
    }
    return end == 0 || end < text.length() || nanos.compareTo(MAX_NANOS) > 0
        ? null
        : Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
  }
}
