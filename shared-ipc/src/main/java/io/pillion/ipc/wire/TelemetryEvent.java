package io.pillion.ipc.wire;

/** One record of a session's telemetry queue, decoded. */
public sealed interface TelemetryEvent
    permits SpanRecord, DecisionRecord, GapRecord, MetricRecord, LogRecord {

  /** Position in the session's record sequence: from 1, without holes between written records. */
  long sequence();
}
