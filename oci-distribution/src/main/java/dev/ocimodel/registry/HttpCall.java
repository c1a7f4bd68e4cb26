package dev.ocimodel.registry;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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
 * @param foreign for a request that goes to no registry, and so without credentials: the addresses
 *     it may reach, through redirects too; null for any other
 */
record HttpCall(
    String method,
    URI uri,
    Scope scope,
    Map<String, String> headers,
    @Nullable HttpBody body,
    Set<Integer> answers,
    boolean repeatable,
    boolean isBrief,
    @Nullable Predicate<URI> foreign) {

  static HttpCall of(String method, URI uri, Scope scope) {
    return new HttpCall(method, uri, scope, Map.of(), null, Set.of(), true, false, null);
  }

  HttpCall withHeader(String name, String value) {
    Map<String, String> extended = new LinkedHashMap<>(headers);
    extended.put(name, value);
    return new HttpCall(method, uri, scope, extended, body, answers, repeatable, isBrief, foreign);
  }

  HttpCall withBody(HttpBody newBody) {
    return new HttpCall(
        method, uri, scope, headers, newBody, answers, repeatable, isBrief, foreign);
  }

  HttpCall answering(Integer... statuses) {
    return new HttpCall(
        method, uri, scope, headers, body, Set.of(statuses), repeatable, isBrief, foreign);
  }

  HttpCall once() {
    return new HttpCall(method, uri, scope, headers, body, answers, false, isBrief, foreign);
  }

  HttpCall brief() {
    return new HttpCall(method, uri, scope, headers, body, answers, repeatable, true, foreign);
  }

  /** Sends it bare, and only to addresses that this allows. */
  HttpCall foreign(Predicate<URI> allowed) {
    return new HttpCall(method, uri, scope, headers, body, answers, repeatable, isBrief, allowed);
  }

  boolean isForeign() {
    return foreign != null;
  }

  /** Whether it may be sent there. */
  boolean mayReach(URI address) {
    return foreign == null || foreign.test(address);
  }

  HttpCall redirectedTo(URI location) {
    return new HttpCall(
        method, location, scope, headers, body, answers, repeatable, isBrief, foreign);
  }

  /** Shows the request in a message. */
  String shown() {
    return method + " " + Uris.redacted(uri);
  }
}
