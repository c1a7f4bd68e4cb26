package dev.ocimodel.testkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.json.StrictJson;
import java.io.IOException;

/** {@code GET /v2/_catalog}: Docker's list of repositories, which the specification leaves out. */
final class CatalogEndpoint implements Endpoint {

  private final RepositoryContent content;
  private final int pageSize;

  CatalogEndpoint(RepositoryContent content, int pageSize) {
    this.content = content;
    this.pageSize = pageSize;
  }

  @Override
  public Response answer(Call call) throws IOException {
    Router.requireGet(call);
    Page page = Page.of(call, content.repositories(), pageSize);
    ObjectNode json = StrictJson.newObject();
    ArrayNode names = json.putArray("repositories");
    page.items().forEach(names::add);
    Body body = Body.of(StrictJson.toBytes(json));
    return page.link(call, Response.of(200).withBody("application/json", body));
  }
}
