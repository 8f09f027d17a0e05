package io.pillion.agent.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Head sampling by {@code OTEL_TRACES_SAMPLER}.
 *
 * <p><b>Threading.</b> Immutable.
 */
public final class Sampler {
  private static final long ALL = Long.MAX_VALUE;
  private static final long NONE = Long.MIN_VALUE;

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
    return switch (name) {
      case "always_on" -> new Sampler(false, ALL);
      case "always_off" -> new Sampler(false, NONE);
      case "traceidratio" -> new Sampler(false, threshold(ratio));
      case "parentbased_always_off" -> new Sampler(true, NONE);
      case "parentbased_traceidratio" -> new Sampler(true, threshold(ratio));
      default -> new Sampler(true, ALL);
    };
  }

  private static long threshold(double ratio) {
    if (ratio <= 0) {
      return NONE;
    }
    return ratio < 1 ? (long) (ratio * Long.MAX_VALUE) : ALL;
  }

  /** Whether to sample a trace, or one's continuation. */
  public boolean sample(@Nullable TraceContext parent, long traceIdLow) {
    if (parentBased && parent != null && parent.decided()) {
      return parent.sampled();
    }
    // As OpenTelemetry's Java SDK has it, so that both choose the same traces.
    return threshold == ALL || Math.abs(traceIdLow) < threshold;
  }
}
