package io.pillion.agent.http;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpClientRequest;
import io.pillion.agent.bootstrap.HttpInstrumenter;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.agent.bootstrap.HttpServerRequest;
import io.pillion.agent.policy.PolicyGate;
import io.pillion.agent.telemetry.CurrentSpan;
import io.pillion.agent.telemetry.Propagation;
import io.pillion.agent.telemetry.SpanClock;
import io.pillion.agent.telemetry.SpanStart;
import io.pillion.agent.telemetry.TraceContext;
import io.pillion.ipc.AgentLink;
import io.pillion.ipc.wire.DecisionRecord;
import org.jspecify.annotations.Nullable;

/**
 * Serves the instrumentations: begins exchanges, asks the policy gate, hands ended spans over.
 *
 * <p><b>Threading.</b> Any application thread; nothing here blocks but a policy check, up to its
 * own deadline.
 */
public final class HttpTracing implements HttpInstrumenter {
  private final AgentLink link;
  private final PolicyGate gate;
  private final Propagation propagation;
  private final SpanStart starts;
  private final SpanClock clock = new SpanClock();

  /** Puts the parts together. */
  public HttpTracing(AgentLink link, PolicyGate gate, Propagation propagation, SpanStart starts) {
    this.link = link;
    this.gate = gate;
    this.propagation = propagation;
    this.starts = starts;
  }

  @Override
  public HttpServerExchange startServer(HttpServerRequest request) {
    ServerRequestData data = ServerRequestData.read(request);
    TraceContext parent = parent(request);
    TraceContext context = starts.begin(parent, baggage(request));
    PolicyGate.Verdict verdict = gate.decide(data, link);
    ServerExchange exchange =
        new ServerExchange(this, data, context, parent, verdict, System.nanoTime());
    if (!verdict.decision().allowed() && verdict.source() != DecisionRecord.Source.SIDECAR) {
      long now = System.nanoTime();
      link.offer(new DecisionItem(clock.epochNanos(now), verdict, data, context));
    }
    return exchange;
  }

  private @Nullable TraceContext parent(HttpServerRequest request) {
    try {
      return propagation.parent(request);
    } catch (RuntimeException e) {
      Agent.adviceFailed(e);
      return null;
    }
  }

  private @Nullable String baggage(HttpServerRequest request) {
    try {
      return propagation.baggage(request);
    } catch (RuntimeException e) {
      Agent.adviceFailed(e);
      return null;
    }
  }

  @Override
  public @Nullable HttpClientExchange startClient(HttpClientRequest request) {
    try {
      TraceContext parent = CurrentSpan.get();
      TraceContext context = starts.begin(parent, parent == null ? null : parent.baggage());
      return new ClientExchange(this, request, context, parent, System.nanoTime());
    } catch (RuntimeException e) {
      Agent.adviceFailed(e);
      return null;
    }
  }

  Propagation propagation() {
    return propagation;
  }

  SpanClock clock() {
    return clock;
  }

  /** Hands an ended span over. */
  void ended(HttpSpan span) {
    link.offer(span);
  }
}
