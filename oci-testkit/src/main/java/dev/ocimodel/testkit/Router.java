package dev.ocimodel.testkit;

import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.Reference;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the endpoint of a path. Names are checked here, before anything is done with them. */
final class Router {

  private final Map<Pattern, Endpoint> routes = new LinkedHashMap<>();

  /**
   * Adds a route; the first that fits is taken.
   *
   * @param path regular expression; group 1 is the repository, group 2 the argument
   */
  Router add(String path, Endpoint endpoint) {
    routes.put(Pattern.compile(path), endpoint);
    return this;
  }

  Response answer(Call call) throws IOException {
    for (Map.Entry<Pattern, Endpoint> route : routes.entrySet()) {
      Matcher matcher = route.getKey().matcher(call.request().path());
      if (matcher.matches()) {
        String repository = matcher.groupCount() > 0 ? matcher.group(1) : "";
        String argument = matcher.groupCount() > 1 ? matcher.group(2) : "";
        if (!repository.isEmpty()) {
          checkName(repository);
        }
        return route.getValue().answer(call.routed(repository, argument));
      }
    }
    throw RegistryError.notFound("NAME_UNKNOWN", "nothing is served at this path");
  }

  static void checkName(String repository) {
    try {
      var unused = new Reference("localhost", repository, null, null);
    } catch (InvalidContentException e) {
      throw RegistryError.invalid("NAME_INVALID", e);
    }
  }

  static void requireGet(Call call) {
    if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
      throw RegistryError.unsupported("this path takes GET");
    }
  }
}
