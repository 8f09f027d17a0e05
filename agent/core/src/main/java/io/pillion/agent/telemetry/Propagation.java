package io.pillion.agent.telemetry;

import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpServerRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the trace context from a request and gives it to the next, in the formats of {@code
 * OTEL_PROPAGATORS}: {@code tracecontext} and {@code baggage}.
 *
 * <p><b>Threading.</b> Immutable.
 */
public final class Propagation {
  private static final String TRACE_PARENT = "traceparent";
  private static final String TRACE_STATE = "tracestate";
  private static final String BAGGAGE = "baggage";

  private final boolean traceContext;
  private final boolean baggage;

  /** Propagates in the named formats. */
  public Propagation(Set<String> propagators) {
    traceContext = propagators.contains("tracecontext");
    baggage = propagators.contains("baggage");
  }

  /** The parent that a request names; null if it names none, or not validly, or two. */
  public @Nullable TraceContext parent(HttpServerRequest request) {
    if (!traceContext || request.header(TRACE_PARENT) == null) {
      return null;
    }
    List<String> parents = request.headers(TRACE_PARENT);
    TraceContext parent = parents.size() == 1 ? TraceParent.parse(parents.get(0)) : null;
    if (parent == null || request.header(TRACE_STATE) == null) {
      return parent;
    }
    return new TraceContext(
        parent.traceIdHigh(),
        parent.traceIdLow(),
        parent.spanId(),
        parent.flags(),
        TraceState.join(request.headers(TRACE_STATE)),
        null);
  }

  /** The baggage that a request carries; null if none. */
  public @Nullable String baggage(HttpServerRequest request) {
    if (!baggage || request.header(BAGGAGE) == null) {
      return null;
    }
    return Baggage.join(request.headers(BAGGAGE));
  }

  /** Writes the headers that make {@code context} the parent of what receives the request. */
  public void inject(TraceContext context, HttpClientExchange.HeaderSetter setter) {
    if (traceContext) {
      setter.set(TRACE_PARENT, TraceParent.format(context));
      if (context.traceState() != null) {
        setter.set(TRACE_STATE, context.traceState());
      } else {
        // Of another trace, copied from the request that the application serves.
        setter.remove(TRACE_STATE);
      }
    }
    if (baggage && context.baggage() != null) {
      setter.set(BAGGAGE, context.baggage());
    }
  }
}
