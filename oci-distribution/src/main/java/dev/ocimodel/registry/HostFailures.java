package dev.ocimodel.registry;

import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why each host had no answer. The last host's failure is the one that is thrown. */
final class HostFailures {

  private final ContentHost last;
  private final List<Exception> others = new ArrayList<>();
  private final StringBuilder told = new StringBuilder();
  private @Nullable Exception primary;

  HostFailures(ContentHost last) {
    this.last = last;
  }

  void add(ContentHost host, Exception failure) {
    if (host == last) {
      primary = failure;
      return;
    }
    others.add(failure);
    told.append(told.isEmpty() ? " Other hosts: " : "; ").append(host.shown()).append(": ");
    told.append(
        failure instanceof IOException io
            ? RegistryUnavailableException.explain(io)
            : String.valueOf(failure.getMessage()));
  }

  /** Returns, as far as it is an {@link IOException}, and else throws. */
  IOException rethrown() {
    Exception thrown = told.isEmpty() ? primary : told();
    if (thrown == null) {
      throw new IllegalStateException("No host was asked");
    }
    for (Exception other : others) {
      thrown.addSuppressed(other);
    }
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return (IOException) thrown;
  }

  private Exception told() {
    String message = sentence(primary) + told;
    if (primary instanceof RegistryException refused) {
      return refused.alsoSaying(told.toString());
    }
    if (primary instanceof ContentNotFoundException) {
      return new ContentNotFoundException(message, primary);
    }
    if (primary instanceof ContentMismatchException) {
      return new ContentMismatchException(message, primary);
    }
    if (primary instanceof InvalidContentException) {
      return new InvalidContentException(message, primary);
    }
    return new NoHostAnsweredException((IOException) primary, told.toString());
  }

  private static String sentence(@Nullable Exception failure) {
    String message = failure == null ? "" : String.valueOf(failure.getMessage());
    return message.isEmpty() || message.matches("(?s).*[.?!]") ? message : message + ".";
  }

  /** The last host's failure, and those of the others in words. */
  static final class NoHostAnsweredException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String others;

    NoHostAnsweredException(@Nullable IOException last, String others) {
      super(sentence(last) + others, last);
      this.others = others;
    }

    /** What the others said; begins with a space. */
    String others() {
      return others;
    }
  }
}
