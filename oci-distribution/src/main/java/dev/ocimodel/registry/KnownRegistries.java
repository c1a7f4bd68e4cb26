package dev.ocimodel.registry;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the registries in use, in one place. Hosted ones have a name; those that people
 * run themselves are recognized by a header of their answers. Limits are the documented defaults of
 * 2026; a product with none here has none that is documented.
 */
final class KnownRegistries {

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private static final RegistryProfile ECR =
      RegistryProfile.standard()
          .withName("Amazon ECR")
          .withUploads(UploadForm.WHOLE) // accepted chunks are answered with a Range that stands
          .withoutTrustInRange()
          .withoutResume() // the public one answers a status query with 404
          .withoutNewRepositories();

  /** How large a layer may be is whoever runs it to say; 20 GiB where nobody has. */
  private static final RegistryProfile QUAY =
      RegistryProfile.standard().withName("Quay").withUploads(UploadForm.WHOLE);

  private static final List<Host> HOSTS =
      List.of(
          new Host("docker\\.io|registry-1\\.docker\\.io", profile("Docker Hub")),
          new Host(
              ".*\\.azurecr\\.(io|cn|us)",
              profile("Azure Container Registry")
                  .withMaxBlobSize(200 * GIB)
                  .withoutResume()), // a repeated chunk ends the session
          new Host("public\\.ecr\\.aws", ECR.withMaxBlobSize(10_000 * MIB)),
          new Host(
              ".*\\.dkr[.-]ecr(-fips)?\\..*\\.(amazonaws\\.com(\\.cn)?|on\\.aws)",
              ECR.withMaxBlobSize(52_000 * MIB)),
          new Host(
              "ghcr\\.io|containers\\.[a-z0-9.-]+\\.ghe\\.com",
              profile("GitHub Container Registry")
                  .withUploads(UploadForm.WHOLE) // no chunk over 4 MiB
                  .withMaxBlobSize(10_000_000_000L)),
          new Host(
              "(.*\\.)?gcr\\.io|.*\\.pkg\\.dev",
              profile("Google Artifact Registry").withUploads(UploadForm.WHOLE)),
          new Host("quay\\.io", QUAY.withMaxBlobSize(20 * GIB)),
          new Host("registry\\.gitlab\\.com", profile("GitLab")));

  /** Answers that give their product away. */
  private static final List<Sign> SIGNS =
      List.of(
          new Sign("Gitlab-Container-Registry-Version", ".*", profile("GitLab")),
          new Sign("X-JFrog-Version", ".*", profile("Artifactory")),
          new Sign("X-Artifactory-Id", ".*", profile("Artifactory")),
          new Sign("Server", "Nexus/.*", profile("Nexus").withoutResume()),
          new Sign("WWW-Authenticate", ".*service=\"?harbor-registry.*", profile("Harbor")),
          new Sign("Set-Cookie", "_gorilla_csrf=.*", profile("Harbor")),
          new Sign("WWW-Authenticate", ".*realm=\"?https?://[^\"]*/v2/auth\\b.*", QUAY),
          new Sign("Server", "zot.*", profile("zot").withMountDiscovery()));

  private KnownRegistries() {}

  private static RegistryProfile profile(String name) {
    return RegistryProfile.standard().withName(name);
  }

  /** Returns the profile of a hosted registry; null where the name says nothing. */
  static @Nullable RegistryProfile byHost(String registry) {
    String host = registry.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
    for (Host known : HOSTS) {
      if (known.pattern.matcher(host).matches()) {
        return known.profile;
      }
    }
    return null;
  }

  /** Returns the profile that an answer points to; null where it says nothing. */
  static @Nullable RegistryProfile byAnswer(HttpReply reply) {
    for (Sign sign : SIGNS) {
      for (String value : reply.headers(sign.header)) {
        if (sign.pattern.matcher(value).matches()) {
          return sign.profile;
        }
      }
    }
    return null;
  }

  private record Host(Pattern pattern, RegistryProfile profile) {
    Host(String pattern, RegistryProfile profile) {
      this(Pattern.compile(pattern), profile);
    }
  }

  private record Sign(String header, Pattern pattern, RegistryProfile profile) {
    Sign(String header, String pattern, RegistryProfile profile) {
      this(header, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), profile);
    }
  }
}
