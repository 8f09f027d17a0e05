package io.pillion.agent.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A span's identity and what travels with it, by W3C Trace Context.
 *
 * @param traceIdHigh first eight bytes of the trace id
 * @param traceIdLow last eight bytes of the trace id
 * @param spanId 0 only in what a request names as its parent without naming ids: a decision about
 *     sampling, for a trace that is to begin here
 * @param flags W3C trace flags in the lowest eight bits; above them what other formats tell and
 *     W3C's has no word for
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

  /** The trace id was drawn at random, Trace Context level 2 section 3.2.2.5.2. */
  public static final int RANDOM = 2;

  /** The bits that W3C defines a place for. */
  public static final int W3C_FLAGS = 0xff;

  /** Whoever began the trace wants all of it, B3's debug; comes with {@link #SAMPLED}. */
  public static final int DEBUG = 0x1_0000;

  /** Whether to sample was left to whoever receives the request; only in a parent. */
  public static final int UNDECIDED = 0x2_0000;

  /** Whether spans of this trace are recorded for export. */
  public boolean sampled() {
    return (flags & SAMPLED) != 0;
  }

  /** Whether sampling was decided before. */
  public boolean decided() {
    return (flags & UNDECIDED) == 0;
  }

  /** Whether this names a span, and not merely a decision about sampling. */
  public boolean namesSpan() {
    return spanId != 0;
  }

  /** The same, not sampled, nor what follows it. */
  public TraceContext notSampled() {
    return new TraceContext(
        traceIdHigh, traceIdLow, spanId, flags & ~(SAMPLED | DEBUG), traceState, baggage);
  }
}
