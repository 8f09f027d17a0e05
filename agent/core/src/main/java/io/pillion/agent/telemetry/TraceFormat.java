package io.pillion.agent.telemetry;

import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A way to write a trace context into headers.
 *
 * <p><b>Threading.</b> Immutable. <b>Failure.</b> What the headers throw is passed on.
 */
interface TraceFormat {

  /** What the request names as its parent; null if nothing, or not validly. */
  @Nullable TraceContext extract(HttpHeaders headers);

  /** Writes the headers that make {@code context} the parent of what receives them. */
  void inject(TraceContext context, HttpClientExchange.HeaderSetter setter);
}
