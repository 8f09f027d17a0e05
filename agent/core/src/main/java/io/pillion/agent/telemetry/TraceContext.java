package io.pillion.agent.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A span's identity and what travels with it, by W3C Trace Context.
 *
 * @param traceIdHigh first eight bytes of the trace id
 * @param traceIdLow last eight bytes of the trace id
 * @param spanId never 0
 * @param flags trace flags, bit 0: sampled
 * @param traceState validated header value; null if there is none
 * @param baggage W3C Baggage header value as received; null if there is none
 */
public record TraceContext(
    long traceIdHigh,
    long traceIdLow,
    long spanId,
    int flags,
    @Nullable String traceState,
    @Nullable String baggage) {

  /** The sampled flag. */
  public static final int SAMPLED = 1;

  /** Whether spans of this trace are recorded for export. */
  public boolean sampled() {
    return (flags & SAMPLED) != 0;
  }
}
