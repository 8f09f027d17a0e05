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

  /** Who decided. */
  public enum Source {
    /** The agent's cache of an earlier answer. */
    CACHE,
    /** The sidecar, asked for this request. */
    SIDECAR,
    /** The agent's copy of the compiled policy, because the sidecar could not be asked. */
    SNAPSHOT,
    /** Nobody: no policy was ever seen, or it could not be evaluated. */
    NONE
  }
}
