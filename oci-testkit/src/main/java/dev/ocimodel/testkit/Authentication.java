package dev.ocimodel.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides who may do what. */
interface Authentication {

  /**
   * Lets a request through.
   *
   * @param authorization value of the {@code Authorization} header, or null
   * @throws RegistryError to ask for (other) credentials
   */
  Access check(RegistryRequest request, @Nullable String authorization);

  /** Everyone may do everything. */
  static Authentication open() {
    return (request, authorization) -> repository -> true;
  }

  /** RFC 7617. */
  static Authentication basic(Credentials credentials, boolean anonymousPull) {
    return (request, authorization) -> {
      boolean known = credentials.match(authorization);
      boolean open = anonymousPull && authorization == null && Scope.of(request).isPull();
      if (!known && !open) {
        throw RegistryError.unauthorized("Basic realm=\"test-registry\"");
      }
      return repository -> true;
    };
  }

  /** The one account of a test registry. */
  record Credentials(String user, String password) {

    boolean match(@Nullable String authorization) {
      return authorization != null
          && authorization.regionMatches(true, 0, "Basic ", 0, 6)
          && same(authorization.substring(6).strip(), encoded());
    }

    boolean match(String otherUser, String otherPassword) {
      return same(otherUser, user) && same(otherPassword, password);
    }

    private String encoded() {
      return Base64.getEncoder()
          .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static boolean same(String a, String b) {
      return MessageDigest.isEqual(
          a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return "Credentials[" + user + ", ***]";
    }
  }

  /**
   * What a request needs: an action on a repository, or on none.
   *
   * @param repository name, or empty for what belongs to no repository
   * @param action {@code pull} or {@code push}
   */
  record Scope(String repository, String action) {

    private static final Pattern PATH =
        Pattern.compile("/v2/(.+)/(?:blobs|manifests|tags|referrers)/.*");

    static Scope of(RegistryRequest request) {
      Matcher matcher = PATH.matcher(request.path());
      boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
      return new Scope(matcher.matches() ? matcher.group(1) : "", reads ? "pull" : "push");
    }

    boolean isPull() {
      return !repository.isEmpty() && action.equals("pull");
    }

    /** Returns the scope as a challenge asks for it; who pushes reads as well. */
    String inChallenge() {
      return "repository:" + repository + ":" + (action.equals("pull") ? "pull" : "pull,push");
    }
  }
}
