package io.pillion.agent.http;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpClientRequest;
import io.pillion.agent.telemetry.TraceContext;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.SpanRecord;
import org.jspecify.annotations.Nullable;

/** A request being sent, as a CLIENT span. */
final class ClientExchange extends HttpSpan implements HttpClientExchange {
  private static final String SCOPE = "io.pillion.http-client";
  private static final int CLIENT_ERROR = 400;

  private final String method;
  private final String host;
  private final int port;
  private final String url;
  private volatile @Nullable String protocolVersion;

  ClientExchange(
      HttpTracing tracing,
      HttpClientRequest request,
      TraceContext context,
      @Nullable TraceContext parent,
      long startNanoTime) {
    super(tracing, context, parent, false, startNanoTime);
    this.method = request.method();
    this.host = request.host();
    this.port = request.port();
    this.url = request.url();
  }

  @Override
  public void injectHeaders(HeaderSetter setter) {
    try {
      tracing().propagation().inject(context(), setter);
    } catch (RuntimeException e) {
      Agent.adviceFailed(e);
    }
  }

  @Override
  public void end(int statusCode, @Nullable String version, @Nullable Throwable error) {
    if (!hasEnded()) {
      protocolVersion = version;
      finish(statusCode, error);
    }
  }

  @Override
  boolean isErrorStatus(int status) {
    return status >= CLIENT_ERROR;
  }

  @Override
  SpanRecord.Kind kind() {
    return SpanRecord.Kind.CLIENT;
  }

  @Override
  String name() {
    return HttpMethods.nameOf(method);
  }

  @Override
  String scope() {
    return SCOPE;
  }

  @Override
  void encodeAttributes(RecordEncoder encoder) {
    encodeMethod(encoder, method);
    encoder.attributeOfFew("server.address", host);
    encoder.attribute("server.port", port);
    encoder.attribute("url.full", Redaction.url(url));
    encoder.attributeOfFew("network.protocol.version", protocolVersion);
  }
}
