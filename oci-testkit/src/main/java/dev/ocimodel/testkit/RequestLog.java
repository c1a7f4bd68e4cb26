package dev.ocimodel.testkit;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The latest requests of a registry, in order of arrival; bounded, as a registry may run long. */
final class RequestLog {

  static final int CAPACITY = 100_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<LiveRequest> latest = new ArrayDeque<>();
  private int count;

  LiveRequest arrived(HttpExchange exchange) {
    lock.lock();
    try {
      count++;
      LiveRequest live = new LiveRequest(describe(count, exchange));
      if (latest.size() == CAPACITY) {
        latest.removeFirst();
      }
      latest.addLast(live);
      return live;
    } finally {
      lock.unlock();
    }
  }

  List<RecordedRequest> snapshot() {
    lock.lock();
    try {
      return latest.stream().map(LiveRequest::snapshot).toList();
    } finally {
      lock.unlock();
    }
  }

  void clear() {
    lock.lock();
    try {
      latest.clear();
    } finally {
      lock.unlock();
    }
  }

  private static RegistryRequest describe(int number, HttpExchange exchange) {
    return new RegistryRequest(
        number,
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        Parameters.parse(exchange.getRequestURI().getRawQuery()).firsts(),
        headers(exchange.getRequestHeaders()));
  }

  private static Map<String, String> headers(Headers all) {
    Map<String, String> headers = new LinkedHashMap<>();
    all.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    headers.computeIfPresent("authorization", (name, value) -> value.replaceFirst("\\s.*", ""));
    return headers;
  }
}
