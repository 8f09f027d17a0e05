package io.pillion.agent.http;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpClientRequest;
import io.pillion.agent.bootstrap.HttpHeaders;
import io.pillion.agent.telemetry.TraceContext;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.SpanRecord;
import org.jspecify.annotations.Nullable;

/** A request being sent, as a CLIENT span. */
final class ClientExchange extends HttpSpan implements HttpClientExchange {
  private static final String SCOPE = "io.pillion.http-client";
  private static final int CLIENT_ERROR = 400;

  private final @Nullable String method;
  private final @Nullable String host;
  private final int port;
  private final int resendCount;
  private final @Nullable String contentLength;
  private final @Nullable String url;
  private @Nullable String protocolVersion;

  ClientExchange(
      HttpTracing tracing,
      HttpClientRequest request,
      TraceContext context,
      @Nullable TraceContext parent,
      long startNanoTime) {
    super(tracing, context, parent, false, startNanoTime);
    PropertyReader<HttpClientRequest> in = new PropertyReader<>(request);
    this.method = in.text(HttpClientRequest::method);
    this.host = in.text(HttpClientRequest::host);
    this.port = in.number(HttpClientRequest::port);
    this.url = in.text(HttpClientRequest::url);
    this.resendCount = in.number(HttpClientRequest::resendCount);
    this.contentLength = side().sizes() ? in.text(r -> r.header("content-length")) : null;
    readRequest(request);
  }

  @Override
  public void injectHeaders(HeaderSetter setter) {
    try {
      tracing().propagation().inject(context(), setter);
    } catch (Throwable e) {
      Agent.adviceFailed(e);
    }
  }

  @Override
  public void responseHeaders(HttpHeaders headers) {
    readResponse(headers);
  }

  @Override
  public void end(int statusCode, @Nullable String version, @Nullable Throwable error) {
    if (claimEnd()) {
      protocolVersion = version;
      handOver(statusCode, error);
    }
  }

  @Override
  int lowestErrorStatus() {
    return CLIENT_ERROR;
  }

  @Override
  HttpSettings.Side side() {
    return tracing().settings().client;
  }

  @Override
  SpanRecord.Kind kind() {
    return SpanRecord.Kind.CLIENT;
  }

  @Override
  String name() {
    return tracing().settings().methods.nameOf(method);
  }

  @Override
  String scope() {
    return SCOPE;
  }

  @Override
  void encodeAttributes(RecordEncoder encoder) {
    encodeMethod(encoder, method);
    if (host != null) {
      Attributes.putOfFew(encoder, "server.address", HostPort.withoutBrackets(host));
    }
    Attributes.putPort(encoder, "server.port", port);
    Attributes.putOfFew(encoder, "network.protocol.version", protocolVersion);
    if (resendCount > 0) {
      encoder.attribute("http.request.resend_count", resendCount);
    }
    encodeSize(encoder, "http.request.body.size", contentLength);
  }

  @Override
  void encodeDetails(RecordEncoder encoder) {
    Attributes.put(encoder, "url.full", tracing().settings().redaction.url(url));
  }
}
