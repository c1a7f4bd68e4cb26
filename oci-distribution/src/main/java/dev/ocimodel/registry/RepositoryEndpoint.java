package dev.ocimodel.registry;

import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.Digest;
import java.io.IOException;
import java.net.URI;

/**
 * One repository's place at a host, and how to reach it.
 *
 * @param client the client this belongs to: its identity decides what can be mounted
 * @param base where the API begins, such as {@code https://host/v2}, with the query that every
 *     request has
 * @param repository the repository's name, which the grammar makes safe as a path
 * @param http sends requests
 * @param limits bounds on what is read into memory
 */
record RepositoryEndpoint(
    Connections client, URI base, String repository, RegistryHttp http, ContentLimits limits) {

  URI manifest(String tagOrDigest) {
    return at("manifests/" + tagOrDigest);
  }

  URI blob(Digest digest) {
    return at("blobs/" + digest);
  }

  URI uploads() {
    return at("blobs/uploads/");
  }

  URI tags() {
    return at("tags/list");
  }

  URI referrers(Digest subject) {
    return at("referrers/" + subject);
  }

  private URI at(String path) {
    String query = base.getRawQuery();
    String api = base.getScheme() + "://" + base.getRawAuthority() + base.getRawPath();
    return URI.create(api + "/" + repository + "/" + path + (query == null ? "" : "?" + query));
  }

  Scope pull() {
    return Scope.pull(repository);
  }

  Scope push() {
    return Scope.push(repository);
  }

  Scope delete() {
    return Scope.delete(repository);
  }

  /** What is known of the registry by now. */
  RegistryProfile profile() {
    return http.profile();
  }

  HttpReply send(HttpCall call) throws IOException {
    return http.send(call);
  }

  String shown() {
    return Uris.redacted(base.resolve("/" + repository)).replaceFirst("^https?://", "");
  }
}
