package dev.ocimodel.registry;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request to a registry, described so that it can be sent more than once.
 *
 * @param method HTTP method
 * @param uri where to
 * @param scope what the request needs permission for
 * @param headers headers besides the ones the transport sets
 * @param body what to send, or null
 * @param answers statuses besides 2xx that are given back rather than thrown
 * @param repeatable whether it may be sent again after a failure
 * @param isBrief whether its answer is of so little use that nobody waits long for it
 */
record HttpCall(
    String method,
    URI uri,
    Scope scope,
    Map<String, String> headers,
    @Nullable HttpBody body,
    Set<Integer> answers,
    boolean repeatable,
    boolean isBrief) {

  static HttpCall of(String method, URI uri, Scope scope) {
    return new HttpCall(method, uri, scope, Map.of(), null, Set.of(), true, false);
  }

  HttpCall withHeader(String name, String value) {
    Map<String, String> extended = new LinkedHashMap<>(headers);
    extended.put(name, value);
    return new HttpCall(method, uri, scope, extended, body, answers, repeatable, isBrief);
  }

  HttpCall withBody(HttpBody newBody) {
    return new HttpCall(method, uri, scope, headers, newBody, answers, repeatable, isBrief);
  }

  HttpCall answering(Integer... statuses) {
    return new HttpCall(method, uri, scope, headers, body, Set.of(statuses), repeatable, isBrief);
  }

  HttpCall once() {
    return new HttpCall(method, uri, scope, headers, body, answers, false, isBrief);
  }

  HttpCall brief() {
    return new HttpCall(method, uri, scope, headers, body, answers, repeatable, true);
  }

  HttpCall redirectedTo(URI location) {
    return new HttpCall(method, location, scope, headers, body, answers, repeatable, isBrief);
  }

  /** Shows the request in a message. */
  String shown() {
    return method + " " + Uris.redacted(uri);
  }
}
