package io.pillion.agent.app;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.agent.bootstrap.HttpServerRequest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as if a server had received it: current on the thread that made it until closed. */
final class Request implements HttpServerRequest, AutoCloseable {
  private final HttpServerExchange exchange;
  private final Object context;

  Request() {
    HttpServerExchange started = Agent.http().startServer(this);
    if (started == null) {
      throw new IllegalStateException("the agent is not there");
    }
    exchange = started;
    exchange.attach();
    Object current = Agent.context().capture();
    if (current == null) {
      throw new IllegalStateException("the request is not current");
    }
    context = current;
  }

  /** What is current in this request. */
  Object context() {
    return context;
  }

  @Override
  public void close() {
    exchange.detach();
    exchange.end(200, null);
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String scheme() {
    return "http";
  }

  @Override
  public String rawPath() {
    return "/hops";
  }

  @Override
  public @Nullable String resolvedPath() {
    return null;
  }

  @Override
  public @Nullable String query() {
    return null;
  }

  @Override
  public @Nullable String protocolVersion() {
    return "1.1";
  }

  @Override
  public @Nullable String peerAddress() {
    return "127.0.0.1";
  }

  @Override
  public int peerPort() {
    return 1;
  }

  @Override
  public int localPort() {
    return 2;
  }

  @Override
  public @Nullable String header(String name) {
    return null;
  }

  @Override
  public List<String> headers(String name) {
    return Collections.emptyList();
  }
}
