package dev.ocimodel.testkit;

import java.util.LinkedHashMap;
import java.util.Map;

/** An answer to be sent. */
record Response(int status, Map<String, String> headers, Body body) {

  static Response of(int status) {
    return new Response(status, Map.of(), Body.EMPTY);
  }

  Response withHeader(String name, String value) {
    return withHeaders(Map.of(name, value));
  }

  Response withHeaders(Map<String, String> added) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(added);
    return new Response(status, all, body);
  }

  Response withBody(String contentType, Body newBody) {
    return withHeader("Content-Type", contentType).withBody(newBody);
  }

  Response withBody(Body newBody) {
    return new Response(status, headers, newBody);
  }
}
