package io.pillion.instrumentation.netty;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.ContextCarrier;
import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpClientRequest;
import io.pillion.agent.bootstrap.HttpInstrumenter;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.agent.bootstrap.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An agent that remembers what it was told; refuses every path that begins with {@code /deny}. */
final class FakeAgent implements HttpInstrumenter, ContextCarrier {
  static final int DENIAL_STATUS = 403;
  static final String DENIAL_BODY = "refused";

  final List<FakeServerExchange> served = new ArrayList<>();
  final List<FakeClientExchange> sent = new ArrayList<>();
  @Nullable Object current;

  static FakeAgent installed() {
    FakeAgent agent = new FakeAgent();
    Agent.install(agent, agent);
    return agent;
  }

  @Override
  public HttpServerExchange startServer(HttpServerRequest request) {
    FakeServerExchange exchange = new FakeServerExchange(request);
    served.add(exchange);
    return exchange;
  }

  @Override
  public @Nullable HttpServerExchange currentServer() {
    return current instanceof HttpServerExchange exchange ? exchange : null;
  }

  @Override
  public HttpClientExchange startClient(HttpClientRequest request) {
    FakeClientExchange exchange = new FakeClientExchange(request, current);
    sent.add(exchange);
    return exchange;
  }

  @Override
  public @Nullable Object capture() {
    return current;
  }

  @Override
  public Object nothing() {
    return "nothing";
  }

  @Override
  public void attach(Object captured) {
    current = captured;
  }

  @Override
  public void detach(Object captured) {
    current = null;
  }

  final class FakeServerExchange implements HttpServerExchange {
    final String method;
    final String path;
    final @Nullable String query;
    final @Nullable String version;
    int status = -1;
    @Nullable Throwable error;
    @Nullable String responseLength;

    FakeServerExchange(HttpServerRequest request) {
      method = request.method();
      path = request.rawPath();
      query = request.query();
      version = request.protocolVersion();
    }

    boolean hasEnded() {
      return status >= 0;
    }

    @Override
    public boolean denied() {
      return path.startsWith("/deny");
    }

    @Override
    public int denialStatus() {
      return DENIAL_STATUS;
    }

    @Override
    public String denialBody() {
      return DENIAL_BODY;
    }

    @Override
    public void attach() {
      current = this;
    }

    @Override
    public void detach() {
      current = null;
    }

    @Override
    public void route(String template) {}

    @Override
    public void responseHeaders(io.pillion.agent.bootstrap.HttpHeaders headers) {
      responseLength = headers.header("content-length");
    }

    @Override
    public void end(int statusCode, @Nullable Throwable failure) {
      if (!hasEnded()) {
        status = statusCode;
        error = failure;
      }
    }
  }

  static final class FakeClientExchange implements HttpClientExchange {
    final String method;
    final String url;
    final String host;
    final int port;
    final @Nullable Object parent;
    int status = -1;
    @Nullable String version;
    @Nullable Throwable error;

    FakeClientExchange(HttpClientRequest request, @Nullable Object parent) {
      method = request.method();
      url = request.url();
      host = request.host();
      port = request.port();
      this.parent = parent;
    }

    boolean hasEnded() {
      return status >= 0;
    }

    @Override
    public void injectHeaders(HeaderSetter setter) {
      setter.set("traceparent", "of " + url);
      setter.remove("tracestate");
    }

    @Override
    public void responseHeaders(io.pillion.agent.bootstrap.HttpHeaders headers) {}

    @Override
    public void end(int statusCode, @Nullable String protocolVersion, @Nullable Throwable failure) {
      if (!hasEnded()) {
        status = statusCode;
        version = protocolVersion;
        error = failure;
      }
    }
  }
}
