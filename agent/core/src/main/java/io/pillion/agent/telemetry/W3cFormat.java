package io.pillion.agent.telemetry;

import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code traceparent} and {@code tracestate}, W3C Trace Context level 2. */
final class W3cFormat implements TraceFormat {
  private static final String TRACE_PARENT = "traceparent";
  private static final String TRACE_STATE = "tracestate";

  /** None as well if the request names two. */
  @Override
  public @Nullable TraceContext extract(HttpHeaders headers) {
    if (headers.header(TRACE_PARENT) == null) {
      return null;
    }
    List<String> parents = headers.headers(TRACE_PARENT);
    TraceContext parent = parents.size() == 1 ? TraceParent.parse(parents.get(0)) : null;
    if (parent == null || headers.header(TRACE_STATE) == null) {
      return parent;
    }
    return new TraceContext(
        parent.traceIdHigh(),
        parent.traceIdLow(),
        parent.spanId(),
        parent.flags(),
        TraceState.join(headers.headers(TRACE_STATE)),
        null);
  }

  @Override
  public void inject(TraceContext context, HttpClientExchange.HeaderSetter setter) {
    setter.set(TRACE_PARENT, TraceParent.format(context));
    if (context.traceState() != null) {
      setter.set(TRACE_STATE, context.traceState());
    } else {
      // Of another trace, copied from the request that the application serves.
      setter.remove(TRACE_STATE);
    }
  }
}
