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
    if (parent == null || !parent.namesSpan()) {
      long high = random.nextLong();
      long low = nonZero(random);
      int flags = flags(parent, low, TraceContext.RANDOM);
      return new TraceContext(high, low, spanId, flags, null, baggage);
    }
    int flags = flags(parent, parent.traceIdLow(), parent.flags() & TraceContext.RANDOM);
    return new TraceContext(
        parent.traceIdHigh(), parent.traceIdLow(), spanId, flags, parent.traceState(), baggage);
  }

  private int flags(@Nullable TraceContext parent, long traceIdLow, int random) {
    if (!sampler.sample(parent, traceIdLow)) {
      return random;
    }
    int debug = parent == null ? 0 : parent.flags() & TraceContext.DEBUG;
    return random | TraceContext.SAMPLED | debug;
  }

  private static long nonZero(ThreadLocalRandom random) {
    long value;
    do {
      value = random.nextLong();
    } while (value == 0);
    return value;
  }
}
