package io.pillion.agent.telemetry;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Gives new spans their identity.
 *
 * <p><b>Threading.</b> Immutable.
 */
public final class SpanStart {
  private final Sampler sampler;

  /** Samples new traces by {@code sampler}. */
  public SpanStart(Sampler sampler) {
    this.sampler = sampler;
  }

  /**
   * The context of a new span.
   *
   * @param parent null for the root of a new trace
   * @param baggage what travels on; null if nothing
   */
  public TraceContext begin(@Nullable TraceContext parent, @Nullable String baggage) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long spanId = nonZero(random);
    if (parent == null) {
      long high = random.nextLong();
      long low = nonZero(random);
      int flags = sampler.sample(null, low) ? TraceContext.SAMPLED : 0;
      return new TraceContext(high, low, spanId, flags, null, baggage);
    }
    boolean sampled = sampler.sample(parent, parent.traceIdLow());
    int flags = (parent.flags() & ~TraceContext.SAMPLED) | (sampled ? TraceContext.SAMPLED : 0);
    return new TraceContext(
        parent.traceIdHigh(), parent.traceIdLow(), spanId, flags, parent.traceState(), baggage);
  }

  private static long nonZero(ThreadLocalRandom random) {
    long value;
    do {
      value = random.nextLong();
    } while (value == 0);
    return value;
  }
}
