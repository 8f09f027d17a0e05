package io.pillion.agent.http;

import io.pillion.agent.bootstrap.HttpHeaders;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.agent.bootstrap.SpanHandle;
import io.pillion.agent.bootstrap.SpanIdentity;
import io.pillion.agent.policy.Denial;
import io.pillion.agent.policy.PolicyGate;
import io.pillion.agent.span.HexIds;
import io.pillion.agent.telemetry.CurrentSpan;
import io.pillion.agent.telemetry.TraceContext;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.SpanRecord;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request being served, as a SERVER span. */
final class ServerExchange extends HttpSpan
    implements HttpServerExchange, SpanHandle, CurrentSpan.Bound {
  private static final String SCOPE = "io.pillion.http-server";
  private static final int SERVER_ERROR = 500;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final ServerRequestData request;
  private final PolicyGate.Verdict verdict;
  private final boolean recorded;
  private final CurrentSpan.Work work;
  private volatile @Nullable String route;
  private @Nullable String routeAtEnd;

  /**
   * Begins to serve.
   *
   * @param recorded whether this becomes a span when it ends
   */
  ServerExchange(
      HttpTracing tracing,
      ServerRequestData request,
      TraceContext context,
      @Nullable TraceContext parent,
      PolicyGate.Verdict verdict,
      boolean recorded,
      long startNanoTime) {
    super(tracing, context, parent, parent != null, startNanoTime);
    this.request = request;
    this.verdict = verdict;
    this.recorded = recorded;
    this.work = new CurrentSpan.Work(context, this, this, context.baggage());
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
    CurrentSpan.enter(work);
  }

  @Override
  public void detach() {
    CurrentSpan.leave(work);
  }

  @Override
  public void route(String template) {
    if (!hasEnded()) {
      route = template;
    }
  }

  @Override
  public void responseHeaders(HttpHeaders headers) {
    if (recorded) {
      readResponse(headers);
    }
  }

  @Override
  public void end(int statusCode, @Nullable Throwable error) {
    if (recorded && claimEnd()) {
      routeAtEnd = route;
      handOver(statusCode, error);
    }
  }

  // What follows is the application's: it may add to the span of the request that it serves.

  @Override
  public Object request() {
    return this;
  }

  @Override
  public SpanIdentity identity() {
    return HexIds.identity(context(), false);
  }

  @Override
  public boolean recording() {
    return recorded && context().sampled() && !hasEnded();
  }

  @Override
  public void attribute(@Nullable String key, @Nullable Object value) {
    if (recorded && "http.route".equals(key) && value instanceof String template) {
      // Also of what is not sampled: it is counted by route.
      route(template);
    } else if (recording()) {
      added().attribute(key, value);
    }
  }

  @Override
  public void event(@Nullable String name, long epochNanos, Object[] attributes) {
    if (recording()) {
      added().event(name, epochNanos != 0 ? epochNanos : now(), attributes);
    }
  }

  @Override
  public void link(SpanIdentity other, Object[] attributes) {
    if (recording()) {
      added().link(other, attributes);
    }
  }

  @Override
  public void exception(@Nullable Throwable error, Object[] attributes) {
    if (error != null && recording()) {
      added().exception(error, now(), attributes);
    }
  }

  @Override
  public void status(int code, @Nullable String description) {
    if (recording()) {
      added().status(code, description);
    }
  }

  @Override
  public void rename(@Nullable String name) {
    if (recording()) {
      added().rename(name);
    }
  }

  /** The server ends the exchange; an application cannot. */
  @Override
  public void finish(long epochNanos) {}

  private long now() {
    return tracing().clock().epochNanos(System.nanoTime());
  }

  @Override
  public boolean important() {
    return super.important() || denied();
  }

  @Override
  int lowestErrorStatus() {
    return SERVER_ERROR;
  }

  @Override
  HttpSettings.Side side() {
    return tracing().settings().server;
  }

  @Override
  SpanRecord.Kind kind() {
    return SpanRecord.Kind.SERVER;
  }

  @Override
  String name() {
    String method = tracing().settings().methods.nameOf(request.method());
    String template = routeAtEnd;
    return template == null ? method : tracing().names().of(method, template);
  }

  @Override
  String scope() {
    return SCOPE;
  }

  @Override
  void encodeAttributes(RecordEncoder encoder) {
    encodeMethod(encoder, request.method());
    String scheme = request.originalScheme();
    Attributes.putOfFew(encoder, "url.scheme", scheme);
    Attributes.putOfFew(encoder, "http.route", routeAtEnd);
    Attributes.putOfFew(encoder, "network.protocol.version", request.protocolVersion());
    encodeServer(encoder, scheme);
    encodeSize(encoder, "http.request.body.size", request.contentLength());
    if (denied()) {
      encodeDenial(encoder, verdict.decision());
    }
  }

  @Override
  void encodeDetails(RecordEncoder encoder) {
    Redaction redaction = tracing().settings().redaction;
    Attributes.put(encoder, "url.path", redaction.path(request.rawPath()));
    Attributes.put(encoder, "url.query", redaction.queryOrNull(request.query()));
    Attributes.putOfFew(encoder, "network.peer.address", request.sourceAddress());
    Attributes.putPort(encoder, "network.peer.port", request.peerPort());
    Attributes.putOfFew(
        encoder,
        "client.address",
        ClientAddress.of(request.forwarded(), request.forwardedFor(), request.sourceAddress()));
    Attributes.putOfFew(encoder, "user_agent.original", request.userAgent());
  }

  private void encodeServer(RecordEncoder encoder, String scheme) {
    HostPort server = request.originalHost(tracing().hosts());
    if (server != null) {
      Attributes.putOfFew(encoder, "server.address", server.host());
      Attributes.putPort(
          encoder, "server.port", server.port() != 0 ? server.port() : defaultPort(scheme));
    }
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "http" -> HTTP_PORT;
      case "https" -> HTTPS_PORT;
      default -> 0;
    };
  }

  private void encodeDenial(RecordEncoder encoder, Decision decision) {
    encoder.attributeOfFew(
        "pillion.policy.reason", decision.reason().name().toLowerCase(Locale.ROOT));
    encoder.attributeOfFew("pillion.policy.name", decision.policy());
    encoder.attributeOfFew("pillion.policy.source", verdict.source().label());
  }
}
