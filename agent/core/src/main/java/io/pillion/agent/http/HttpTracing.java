package io.pillion.agent.http;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpClientRequest;
import io.pillion.agent.bootstrap.HttpInstrumenter;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.agent.bootstrap.HttpServerRequest;
import io.pillion.agent.policy.PolicyGate;
import io.pillion.agent.policy.SidecarChecks;
import io.pillion.agent.telemetry.CurrentSpan;
import io.pillion.agent.telemetry.Propagation;
import io.pillion.agent.telemetry.SpanClock;
import io.pillion.agent.telemetry.SpanStart;
import io.pillion.agent.telemetry.TraceContext;
import io.pillion.ipc.AgentLink;
import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.wire.DecisionRecord;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Serves the instrumentations: begins exchanges, asks the policy gate, hands ended spans over.
 *
 * <p><b>Threading.</b> Any application thread; nothing here blocks but a policy check, up to its
 * own deadline.
 */
public final class HttpTracing implements HttpInstrumenter {
  private final SidecarChecks checks;
  private final Predicate<TelemetryItem> telemetry;
  private final PolicyGate gate;
  private final Propagation propagation;
  private final SpanStart starts;
  private final HttpSettings settings;
  private final SpanClock clock = new SpanClock();
  private final SpanNames names = new SpanNames();
  private final Memo<HostPort> hosts = new Memo<>(HostPort::parse);

  /** Puts the parts together, and records what is recorded by default. */
  public HttpTracing(AgentLink link, PolicyGate gate, Propagation propagation, SpanStart starts) {
    this(link, gate, propagation, starts, HttpSettings.DEFAULT);
  }

  /** Puts the parts together. */
  public HttpTracing(
      AgentLink link,
      PolicyGate gate,
      Propagation propagation,
      SpanStart starts,
      HttpSettings settings) {
    this(SidecarChecks.over(link), link::offer, gate, propagation, starts, settings);
  }

  /** Asks {@code checks} and hands items to {@code telemetry}, which says whether it had room. */
  HttpTracing(
      SidecarChecks checks,
      Predicate<TelemetryItem> telemetry,
      PolicyGate gate,
      Propagation propagation,
      SpanStart starts,
      HttpSettings settings) {
    this.checks = checks;
    this.telemetry = telemetry;
    this.gate = gate;
    this.propagation = propagation;
    this.starts = starts;
    this.settings = settings;
  }

  @Override
  public HttpServerExchange startServer(HttpServerRequest request) {
    long startNanoTime = System.nanoTime();
    ServerRequestData data = ServerRequestData.read(request, settings.server.sizes());
    TraceContext named = parent(request);
    TraceContext context = starts.begin(named, baggage(request));
    boolean ignored = settings.ignored.contains(data);
    if (ignored) {
      context = context.notSampled();
    }
    PolicyGate.Verdict verdict = gate.decide(data, data.unreadable(), checks);
    if (isForTheAudit(verdict)) {
      offer(new DecisionItem(clock.epochNanos(startNanoTime), verdict, data, context));
    }
    TraceContext parent = named != null && named.namesSpan() ? named : null;
    ServerExchange exchange =
        new ServerExchange(this, data, context, parent, verdict, !ignored, startNanoTime);
    exchange.readRequest(request);
    return exchange;
  }

  /** Whether the sidecar is to hear of a decision that was taken without it. */
  private static boolean isForTheAudit(PolicyGate.Verdict verdict) {
    return verdict.source() != DecisionRecord.Source.SIDECAR
        && (!verdict.decision().allowed()
            || verdict.decision().reason() == Decision.Reason.UNAVAILABLE_ALLOW);
  }

  private @Nullable TraceContext parent(HttpServerRequest request) {
    try {
      return propagation.parent(request);
    } catch (Throwable e) {
      Agent.adviceFailed(e);
      return null;
    }
  }

  private @Nullable String baggage(HttpServerRequest request) {
    try {
      return propagation.baggage(request);
    } catch (Throwable e) {
      Agent.adviceFailed(e);
      return null;
    }
  }

  @Override
  public @Nullable HttpServerExchange currentServer() {
    CurrentSpan.Work work = CurrentSpan.work();
    return work != null && work.request() instanceof ServerExchange server ? server : null;
  }

  @Override
  public @Nullable HttpClientExchange startClient(HttpClientRequest request) {
    try {
      TraceContext parent = CurrentSpan.get();
      TraceContext context = starts.begin(parent, CurrentSpan.baggage());
      return new ClientExchange(this, request, context, parent, System.nanoTime());
    } catch (Throwable e) {
      Agent.adviceFailed(e);
      return null;
    }
  }

  Propagation propagation() {
    return propagation;
  }

  HttpSettings settings() {
    return settings;
  }

  /** For the writer thread. */
  SpanNames names() {
    return names;
  }

  /** For the writer thread. */
  Memo<HostPort> hosts() {
    return hosts;
  }

  SpanClock clock() {
    return clock;
  }

  /** Hands an item over; what there is no room for is counted where it was refused. */
  void offer(TelemetryItem item) {
    try {
      boolean unused = telemetry.test(item);
    } catch (Throwable e) {
      Agent.adviceFailed(e);
    }
  }
}
