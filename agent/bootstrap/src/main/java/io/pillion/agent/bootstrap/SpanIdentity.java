package io.pillion.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * What identifies a span, in the form that the OpenTelemetry API shows it.
 *
 * <p><b>Threading.</b> Immutable.
 */
public final class SpanIdentity {
  private final String traceId;
  private final String spanId;
  private final int flags;
  private final @Nullable String traceState;
  private final boolean remote;

  /**
   * An identity.
   *
   * @param traceId 32 lower-case hex digits
   * @param spanId 16 lower-case hex digits
   * @param flags W3C trace flags, bit 0: sampled
   * @param traceState W3C header value; null if there is none
   * @param remote whether the span came from another process
   */
  public SpanIdentity(
      String traceId, String spanId, int flags, @Nullable String traceState, boolean remote) {
    this.traceId = traceId;
    this.spanId = spanId;
    this.flags = flags;
    this.traceState = traceState;
    this.remote = remote;
  }

  /** 32 lower-case hex digits. */
  public String traceId() {
    return traceId;
  }

  /** 16 lower-case hex digits. */
  public String spanId() {
    return spanId;
  }

  /** W3C trace flags, bit 0: sampled. */
  public int flags() {
    return flags;
  }

  /** W3C header value; null if there is none. */
  public @Nullable String traceState() {
    return traceState;
  }

  /** Whether the span came from another process. */
  public boolean remote() {
    return remote;
  }
}
