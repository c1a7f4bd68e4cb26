package dev.ocimodel.testkit;

import java.io.IOException;

/** Answers the requests of one route. */
@FunctionalInterface
interface Endpoint {

  /**
   * Returns the answer.
   *
   * @throws RegistryError to refuse
   * @throws IOException if body or storage fail
   */
  Response answer(Call call) throws IOException;
}
