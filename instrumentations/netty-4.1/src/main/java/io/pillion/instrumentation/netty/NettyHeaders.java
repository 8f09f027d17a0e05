package io.pillion.instrumentation.netty;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers of a message as the agent reads them. */
public class NettyHeaders implements io.pillion.agent.bootstrap.HttpHeaders {
  private final io.netty.handler.codec.http.HttpHeaders headers;

  NettyHeaders(io.netty.handler.codec.http.HttpHeaders headers) {
    this.headers = headers;
  }

  @Override
  public final @Nullable String header(String name) {
    return headers.get(name);
  }

  @Override
  public final List<String> headers(String name) {
    return headers.getAll(name);
  }

  @Override
  public final Iterable<String> headerNames() {
    return headers.names();
  }
}
