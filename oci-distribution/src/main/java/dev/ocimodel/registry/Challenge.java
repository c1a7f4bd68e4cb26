package dev.ocimodel.registry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One challenge of a {@code WWW-Authenticate} header, RFC 9110 section 11.6.1.
 *
 * @param scheme how to authenticate, in lowercase: {@code basic}, {@code bearer}
 * @param parameters the parameters in their order, names in lowercase; a token68 is left out, no
 *     scheme of registries uses one in a challenge
 */
record Challenge(String scheme, Map<String, String> parameters) {

  Challenge {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * Reads the challenges of all {@code WWW-Authenticate} headers of a response, in their order.
   * Never throws: of a malformed header, what could be read is returned.
   *
   * @param headers the headers' values, each with one or several challenges
   */
  static List<Challenge> parse(List<String> headers) {
    ChallengeParser parser = new ChallengeParser();
    headers.forEach(parser::read);
    return parser.challenges();
  }

  /** Returns where and how to ask, but not what for. */
  Challenge withoutScope() {
    Map<String, String> others = new LinkedHashMap<>(parameters);
    others.remove("scope");
    return new Challenge(scheme, others);
  }
}
