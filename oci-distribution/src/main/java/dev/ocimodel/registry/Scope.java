package dev.ocimodel.registry;

import java.util.List;

/**
 * What a request needs permission for, in the words of the token specification.
 *
 * @param repository the repository whose credentials are used, empty for the registry as a whole
 * @param scopes scope strings such as {@code repository:models/phi:pull,push}
 */
record Scope(String repository, List<String> scopes) {

  static Scope none() {
    return new Scope("", List.of());
  }

  static Scope catalog() {
    return new Scope("", List.of("registry:catalog:*"));
  }

  static Scope pull(String repository) {
    return new Scope(repository, List.of("repository:" + repository + ":pull"));
  }

  static Scope push(String repository) {
    return new Scope(repository, List.of("repository:" + repository + ":pull,push"));
  }

  static Scope delete(String repository) {
    return new Scope(repository, List.of("repository:" + repository + ":delete,pull,push"));
  }

  static Scope mount(String target, String source) {
    return new Scope(
        target, List.of("repository:" + target + ":pull,push", "repository:" + source + ":pull"));
  }
}
