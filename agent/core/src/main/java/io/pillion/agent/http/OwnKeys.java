package io.pillion.agent.http;

import java.util.Set;

/** The attributes that the agent itself records of requests served: a key stands once in a span. */
final class OwnKeys {
  private static final Set<String> KEYS =
      Set.of(
          "http.request.method",
          "http.request.method_original",
          "http.request.body.size",
          "http.response.body.size",
          "http.response.status_code",
          "http.route",
          "url.scheme",
          "url.path",
          "url.query",
          "network.protocol.version",
          "network.peer.address",
          "network.peer.port",
          "server.address",
          "server.port",
          "client.address",
          "user_agent.original");

  private OwnKeys() {}

  /** Whether an application's attribute of that key is left out. */
  static boolean contains(String key) {
    return KEYS.contains(key) || key.startsWith("pillion.policy.");
  }
}
