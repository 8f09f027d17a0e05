package io.pillion.ipc.wire;

import io.pillion.ipc.policy.Decision;
import org.jspecify.annotations.Nullable;

/**
 * A policy decision that the agent took without asking the sidecar, reported for the audit.
 *
 * @param epochNanos when, since the Unix epoch
 * @param source where the agent had the decision from
 * @param traceIdHigh with the next two: the span of the request, 0 if there is none
 */
public record DecisionRecord(
    long sequence,
    long epochNanos,
    Source source,
    Decision decision,
    String method,
    @Nullable String host,
    String rawPath,
    @Nullable String sourceAddress,
    long traceIdHigh,
    long traceIdLow,
    long spanId)
    implements TelemetryEvent {

  /** Who decided. The code travels on the wire and indexes counters. */
  public enum Source {
    /** The agent's cache of an earlier answer. */
    CACHE(0, "cache"),
    /** The sidecar, asked for this request. */
    SIDECAR(1, "sidecar"),
    /** The agent's copy of the compiled policy, because the sidecar could not be asked. */
    SNAPSHOT(2, "snapshot"),
    /** Nobody: no policy was ever seen, or it could not be evaluated. */
    NONE(3, "none");

    private final int code;
    private final String label;

    Source(int code, String label) {
      this.code = code;
      this.label = label;
    }

    /** The number on the wire, 0 to 3. */
    public int code() {
      return code;
    }

    /** The word used in metrics and reports. */
    public String label() {
      return label;
    }

    /** The source with that number; null if there is none. */
    public static @Nullable Source ofCode(int code) {
      return code >= 0 && code < values().length ? values()[code] : null;
    }
  }
}
