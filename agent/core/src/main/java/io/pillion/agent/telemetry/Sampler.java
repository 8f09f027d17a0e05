package io.pillion.agent.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Head sampling by {@code OTEL_TRACES_SAMPLER}.
 *
 * <p><b>Threading.</b> Immutable.
 */
public final class Sampler {
  private final boolean parentBased;
  private final long threshold;

  private Sampler(boolean parentBased, long threshold) {
    this.parentBased = parentBased;
    this.threshold = threshold;
  }

  /**
   * The sampler of that name.
   *
   * @param name as OpenTelemetry defines it; an unknown one is {@code parentbased_always_on}
   * @param ratio of the traces to sample, 0 to 1, where the name asks for one
   */
  public static Sampler of(String name, double ratio) {
    boolean parentBased = name.startsWith("parentbased_") || !isPlain(name);
    if (name.endsWith("always_off")) {
      return new Sampler(parentBased, Long.MIN_VALUE);
    }
    if (name.endsWith("traceidratio") && ratio < 1) {
      return new Sampler(
          parentBased, ratio <= 0 ? Long.MIN_VALUE : (long) (ratio * Long.MAX_VALUE));
    }
    return new Sampler(parentBased, Long.MAX_VALUE);
  }

  private static boolean isPlain(String name) {
    return name.equals("always_on") || name.equals("always_off") || name.equals("traceidratio");
  }

  /** Whether to sample a trace, or one's continuation. */
  public boolean sample(@Nullable TraceContext parent, long traceIdLow) {
    if (parentBased && parent != null) {
      return parent.sampled();
    }
    return threshold == Long.MAX_VALUE || (traceIdLow & Long.MAX_VALUE) < threshold;
  }
}
