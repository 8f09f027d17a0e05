package io.pillion.agent.http;

import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.agent.policy.Denial;
import io.pillion.agent.policy.PolicyGate;
import io.pillion.agent.telemetry.CurrentSpan;
import io.pillion.agent.telemetry.TraceContext;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.SpanRecord;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request being served, as a SERVER span. */
final class ServerExchange extends HttpSpan implements HttpServerExchange {
  private static final String SCOPE = "io.pillion.http-server";
  private static final int SERVER_ERROR = 500;

  private final ServerRequestData request;
  private final PolicyGate.Verdict verdict;
  private volatile @Nullable String route;
  private @Nullable TraceContext before;

  ServerExchange(
      HttpTracing tracing,
      ServerRequestData request,
      TraceContext context,
      @Nullable TraceContext parent,
      PolicyGate.Verdict verdict,
      long startNanoTime) {
    super(tracing, context, parent, parent != null, startNanoTime);
    this.request = request;
    this.verdict = verdict;
  }

  @Override
  public boolean denied() {
    return !verdict.decision().allowed();
  }

  @Override
  public int denialStatus() {
    return Denial.status(verdict.decision().reason());
  }

  @Override
  public String denialBody() {
    return Denial.body(verdict.decision().reason());
  }

  @Override
  public void attach() {
    before = CurrentSpan.get();
    CurrentSpan.set(context());
  }

  @Override
  public void detach() {
    CurrentSpan.set(before);
    before = null;
  }

  @Override
  public void route(String template) {
    if (!hasEnded()) {
      route = template;
    }
  }

  @Override
  public void end(int statusCode, @Nullable Throwable error) {
    finish(statusCode, error);
  }

  @Override
  boolean isErrorStatus(int status) {
    return status >= SERVER_ERROR;
  }

  @Override
  SpanRecord.Kind kind() {
    return SpanRecord.Kind.SERVER;
  }

  @Override
  String name() {
    String method = HttpMethods.nameOf(request.method());
    String template = route;
    return template == null ? method : method + ' ' + template;
  }

  @Override
  String scope() {
    return SCOPE;
  }

  @Override
  void encodeAttributes(RecordEncoder encoder) {
    encodeMethod(encoder, request.method());
    encoder.attributeOfFew("url.scheme", request.scheme());
    encoder.attribute("url.path", request.rawPath());
    encoder.attribute("url.query", Redaction.queryOrNull(request.query()));
    encoder.attributeOfFew("http.route", route);
    encoder.attributeOfFew("network.protocol.version", request.protocolVersion());
    encodeAddresses(encoder);
    encoder.attributeOfFew("user_agent.original", request.userAgent());
    if (denied()) {
      encodeDenial(encoder, verdict.decision());
    }
  }

  private void encodeAddresses(RecordEncoder encoder) {
    HostPort server = HostPort.parse(request.host());
    if (server != null) {
      encoder.attributeOfFew("server.address", server.host());
      int port = server.port() != 0 ? server.port() : request.localPort();
      if (port != 0) {
        encoder.attribute("server.port", port);
      }
    }
    encoder.attributeOfFew("network.peer.address", request.sourceAddress());
    if (request.peerPort() != 0) {
      encoder.attribute("network.peer.port", request.peerPort());
    }
    encoder.attribute(
        "client.address",
        ClientAddress.of(request.forwarded(), request.forwardedFor(), request.sourceAddress()));
  }

  private void encodeDenial(RecordEncoder encoder, Decision decision) {
    encoder.attributeOfFew(
        "pillion.policy.reason", decision.reason().name().toLowerCase(Locale.ROOT));
    encoder.attributeOfFew("pillion.policy.name", decision.policy());
    encoder.attributeOfFew("pillion.policy.source", verdict.source().label());
  }
}
