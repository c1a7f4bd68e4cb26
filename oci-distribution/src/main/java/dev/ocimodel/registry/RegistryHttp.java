package dev.ocimodel.registry;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to one registry until it has an answer: with credentials when they are asked for,
 * across redirects, and again when that may help. Every attempt starts at the registry's own URI,
 * so a signed storage URI that has expired is replaced by a fresh one.
 */
final class RegistryHttp {

  /** One for a request without credentials, one for a token that has ended since it was fetched. */
  private static final int MAX_CHALLENGES = 2;

  private final HttpTransport transport;
  private final Authorizer authorizer;
  private final Retries retries;
  private final Warnings warnings;
  private final Manner manner;

  /** What is known of the registry; more may come to light with any answer. */
  private volatile RegistryProfile profile;

  private volatile boolean recognized;

  /**
   * @param profile what is known of the registry by its name; null for nothing
   */
  RegistryHttp(
      HttpTransport transport,
      Authorizer authorizer,
      Retries retries,
      Warnings warnings,
      @Nullable RegistryProfile profile,
      Manner manner) {
    this.warnings = warnings;
    this.transport = transport;
    this.manner = manner;
    this.profile = profile == null ? RegistryProfile.standard() : profile;
    this.recognized = profile != null;
    this.authorizer = authorizer;
    this.retries = retries;
  }

  Retries retries() {
    return retries;
  }

  RegistryProfile profile() {
    return profile;
  }

  private void recognize(HttpReply reply) {
    RegistryProfile found = recognized ? null : KnownRegistries.byAnswer(reply);
    if (found != null) {
      profile = found;
      recognized = true;
    }
  }

  /**
   * Returns a successful answer, or one whose status the call expects.
   *
   * @throws RegistryException for any other status
   * @throws IOException if no answer could be had
   */
  HttpReply send(HttpCall call) throws IOException {
    if (!manner.once()) {
      return sendUntilAnswered(call);
    }
    try {
      return sendUntilAnswered(call.once());
    } catch (NoHttpResponseException e) {
      return sendUntilAnswered(call.once()); // a kept connection whose other end was gone
    }
  }

  private HttpReply sendUntilAnswered(HttpCall call) throws IOException {
    for (int attempt = 1; ; attempt++) {
      String retryAfter = null;
      try {
        Answer answer = attempt(call);
        if (isWanted(call, answer.reply())) {
          retries.succeeded();
          return answer.reply();
        }
        boolean again =
            call.repeatable()
                && (Retries.isRetryable(answer.reply().status()) || answer.storageRefused())
                && retries.allows(attempt + 1);
        if (!again) {
          throw RegistryErrors.of(call, answer.reply(), profile);
        }
        retryAfter = answer.reply().header("Retry-After");
        answer.reply().close();
      } catch (IOException e) {
        if (!call.repeatable() || !Retries.isRetryable(e) || !retries.allows(attempt + 1)) {
          throw e;
        }
      }
      retries.pause(attempt + 1, retryAfter);
    }
  }

  private static boolean isWanted(HttpCall call, HttpReply reply) {
    return reply.isSuccess() || call.answers().contains(reply.status());
  }

  private Answer attempt(HttpCall call) throws IOException {
    Redirects redirects = new Redirects(call);
    String authorization = call.isForeign() ? null : authorizer.current(call);
    int challenges = 0;
    while (true) {
      boolean home =
          !call.isForeign() && redirects.isHome() && authorizer.isHome(redirects.current().uri());
      HttpCall current = redirects.current();
      HttpReply reply =
          home
              ? transport.send(manner.adorn(current), authorization)
              : transport.send(current, null);
      if (home) {
        recognize(reply);
        warnings.note(authorizer.registry(), reply.headers("Warning"));
      }
      if (Redirects.isRedirect(reply.status())) {
        redirects.follow(reply);
      } else if (reply.status() == 401 && home && challenges++ < MAX_CHALLENGES) {
        authorization = answerChallenge(call, reply, authorization);
      } else {
        return new Answer(reply, !home && !call.isForeign() && isRefusal(reply.status()));
      }
    }
  }

  private static boolean isRefusal(int status) {
    return status == 400 || status == 401 || status == 403;
  }

  /**
   * Returns credentials to try instead of the refused ones. The reply is closed first: fetching a
   * token needs a connection, and this may be the last one.
   */
  private String answerChallenge(HttpCall call, HttpReply reply, @Nullable String refused)
      throws IOException {
    List<String> challenges = reply.headers("WWW-Authenticate");
    RegistryException refusal = RegistryErrors.of(call, reply, profile);
    String renewed = authorizer.answer(call, challenges, refused);
    if (renewed == null) {
      throw refusal;
    }
    return renewed;
  }

  /**
   * How a host is spoken to.
   *
   * @param headers what it gets with every request, and no other host does
   * @param once whether it is asked once, because others can be asked instead
   */
  record Manner(Map<String, String> headers, boolean once) {

    static Manner of(Map<String, List<String>> headers, boolean once) {
      Map<String, String> joined = new LinkedHashMap<>();
      headers.forEach((name, values) -> joined.put(name, String.join(", ", values)));
      return new Manner(joined, once);
    }

    /** What the request says itself stays as it is. */
    HttpCall adorn(HttpCall call) {
      HttpCall adorned = call;
      for (Map.Entry<String, String> header : headers.entrySet()) {
        if (call.headers().keySet().stream().noneMatch(header.getKey()::equalsIgnoreCase)) {
          adorned = adorned.withHeader(header.getKey(), header.getValue());
        }
      }
      return adorned;
    }
  }

  /**
   * @param storageRefused whether a host that a redirect led to refused: its signed URI has expired
   */
  private record Answer(HttpReply reply, boolean storageRefused) {}
}
