package io.pillion.bench;

import io.pillion.agent.bootstrap.HttpServerRequest;
import io.pillion.ipc.policy.CheckRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one HTTP exchange that every benchmark is about, as a server sees it. */
final class HttpSample implements HttpServerRequest {
  static final String METHOD = "GET";
  static final String SCHEME = "http";
  static final String PATH = "/items/4711";
  static final String ROUTE = "/items/{id}";
  static final String PROTOCOL_VERSION = "1.1";
  static final String HOST = "shop.example:8080";
  static final String SERVER_ADDRESS = "shop.example";
  static final int SERVER_PORT = 8080;
  static final String PEER_ADDRESS = "10.1.2.3";
  static final int PEER_PORT = 40_312;
  static final String USER_AGENT = "curl/8.5.0";
  static final int STATUS = 200;
  static final String SCOPE = "io.pillion.bench";
  static final String SPAN_NAME = METHOD + " " + ROUTE;

  /** The question for the policy about it. */
  static final CheckRequest CHECK =
      new CheckRequest.Of(METHOD, HOST, SERVER_PORT, PATH, PATH, PEER_ADDRESS);

  @Override
  public String method() {
    return METHOD;
  }

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public String rawPath() {
    return PATH;
  }

  @Override
  public String resolvedPath() {
    return PATH;
  }

  @Override
  public @Nullable String query() {
    return null;
  }

  @Override
  public String protocolVersion() {
    return PROTOCOL_VERSION;
  }

  @Override
  public @Nullable String header(String name) {
    return switch (name) {
      case "host" -> HOST;
      case "user-agent" -> USER_AGENT;
      default -> null;
    };
  }

  @Override
  public List<String> headers(String name) {
    String value = header(name);
    return value == null ? List.of() : List.of(value);
  }

  @Override
  public String peerAddress() {
    return PEER_ADDRESS;
  }

  @Override
  public int peerPort() {
    return PEER_PORT;
  }

  @Override
  public int localPort() {
    return SERVER_PORT;
  }
}
