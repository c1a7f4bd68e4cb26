package dev.ocimodel.testkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ocimodel.oci.json.StrictJson;
import java.io.IOException;

/** {@code GET /v2/NAME/tags/list}. */
final class TagsEndpoint implements Endpoint {

  private final RepositoryContent content;
  private final int pageSize;

  TagsEndpoint(RepositoryContent content, int pageSize) {
    this.content = content;
    this.pageSize = pageSize;
  }

  @Override
  public Response answer(Call call) throws IOException {
    Router.requireGet(call);
    if (!content.exists(call.repository())) {
      throw RegistryError.notFound("NAME_UNKNOWN", "no repository " + call.repository());
    }
    Page page = Page.of(call, content.tags(call.repository()), pageSize);
    ObjectNode json = StrictJson.newObject().put("name", call.repository());
    ArrayNode tags = json.putArray("tags");
    page.items().forEach(tags::add);
    Body body = Body.of(StrictJson.toBytes(json));
    return page.link(call, Response.of(200).withBody("application/json", body));
  }
}
