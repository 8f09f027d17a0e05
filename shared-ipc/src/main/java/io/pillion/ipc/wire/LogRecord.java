package io.pillion.ipc.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an application logged, with the meaning of the OpenTelemetry logs data model.
 *
 * @param epochNanos when it was logged, since the Unix epoch
 * @param traceIdHigh first eight bytes of the trace id; both halves 0 outside of a trace
 * @param traceIdLow last eight bytes of the trace id
 * @param spanId 0 outside of a span
 * @param flags W3C trace flags
 * @param severity OpenTelemetry's severity number, 1 to 24; 0 if unknown
 * @param severityText the level's name in the logging library; null if unknown
 * @param loggerName the instrumentation scope
 * @param body the message as the library formatted it; null if there is none
 */
public record LogRecord(
    long sequence,
    long epochNanos,
    long traceIdHigh,
    long traceIdLow,
    long spanId,
    int flags,
    int severity,
    @Nullable String severityText,
    String loggerName,
    @Nullable String body,
    List<SpanRecord.Attribute> attributes)
    implements TelemetryEvent {}
