package dev.ocimodel.registry;

import dev.ocimodel.oci.text.ForeignText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Passes on the warnings of registries, each once per client. A registry that never runs out of new
 * ones is heard to a limit.
 */
final class Warnings {

  /** A header of the form {@code 299 - "text"}; other codes and agents are not for people. */
  private static final String PREFIX = "299 - \"";

  private static final int MAX_WARNINGS = 100;
  private static final int MAX_LENGTH = 4096;

  private final Consumer<RegistryWarning> listener;
  private final Set<RegistryWarning> passedOn = ConcurrentHashMap.newKeySet();

  Warnings(Consumer<RegistryWarning> listener) {
    this.listener = listener;
  }

  void note(String registry, List<String> headers) {
    for (String header : headers) {
      for (String text : parse(header)) {
        passOn(new RegistryWarning(registry, ForeignText.printable(text, MAX_LENGTH)));
      }
    }
  }

  private void passOn(RegistryWarning warning) {
    if (passedOn.size() >= MAX_WARNINGS || !passedOn.add(warning)) {
      return;
    }
    try {
      listener.accept(warning);
    } catch (RuntimeException e) {
      // Who listens has no say in whether the exchange succeeds.
    }
  }

  /** Reads one header; several warnings may share it, as of any list. */
  static List<String> parse(String header) {
    List<String> texts = new ArrayList<>();
    int start = header.indexOf(PREFIX);
    while (start >= 0) {
      StringBuilder text = new StringBuilder();
      int at = start + PREFIX.length();
      while (at < header.length() && header.charAt(at) != '"') {
        at += header.charAt(at) == '\\' && at + 1 < header.length() ? 1 : 0;
        text.append(header.charAt(at++));
      }
      if (at < header.length() && !text.isEmpty()) {
        texts.add(text.toString());
      }
      start = header.indexOf(PREFIX, at);
    }
    return texts;
  }
}
