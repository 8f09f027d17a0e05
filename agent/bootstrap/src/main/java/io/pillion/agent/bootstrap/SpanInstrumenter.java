package io.pillion.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * Starts spans of the application's own. Obtained from {@link Agent#spans}.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> No method throws.
 */
public interface SpanInstrumenter {
  /** Span kind: work within the process. The others are OTLP's numbers too, up to 5. */
  int INTERNAL = 1;

  /**
   * Starts a span; it becomes current only by {@link WorkContext#enter}.
   *
   * @param kind OTLP's number of the span kind; any other is {@link #INTERNAL}
   * @param scope name of the instrumentation scope
   * @param scopeVersion of the instrumentation scope; null if it has none
   * @param parent null for the root of a new trace
   * @param startEpochNanos since the Unix epoch; 0 for now
   */
  SpanHandle start(
      String name,
      int kind,
      String scope,
      @Nullable String scopeVersion,
      @Nullable SpanIdentity parent,
      long startEpochNanos);

  /** Whether {@code OTEL_PROPAGATORS} names this format. */
  boolean propagates(String format);
}
