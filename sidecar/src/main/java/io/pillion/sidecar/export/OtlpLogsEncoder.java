package io.pillion.sidecar.export;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.pillion.ipc.wire.LogRecord;
import io.pillion.ipc.wire.SpanRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns log records into OTLP. */
final class OtlpLogsEncoder {
  private static final int W3C_FLAGS = 0xff;

  private OtlpLogsEncoder() {}

  static ExportLogsServiceRequest request(Batch<LogRecord> batch) {
    ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
    for (Batch.Group<LogRecord> group : batch.groups()) {
      Map<String, ScopeLogs.Builder> scopes = new LinkedHashMap<>();
      for (LogRecord log : group.records()) {
        scopes.computeIfAbsent(log.loggerName(), OtlpLogsEncoder::scope).addLogRecords(log(log));
      }
      ResourceLogs.Builder logs =
          ResourceLogs.newBuilder().setResource(OtlpEncoder.resource(group));
      scopes.values().forEach(logs::addScopeLogs);
      request.addResourceLogs(logs);
    }
    return request.build();
  }

  private static ScopeLogs.Builder scope(String loggerName) {
    return ScopeLogs.newBuilder().setScope(OtlpEncoder.scopeOf(loggerName));
  }

  private static io.opentelemetry.proto.logs.v1.LogRecord log(LogRecord log) {
    io.opentelemetry.proto.logs.v1.LogRecord.Builder builder =
        io.opentelemetry.proto.logs.v1.LogRecord.newBuilder()
            .setTimeUnixNano(log.epochNanos())
            .setObservedTimeUnixNano(log.epochNanos());
    SeverityNumber severity = SeverityNumber.forNumber(log.severity());
    if (severity != null) {
      builder.setSeverityNumber(severity);
    }
    String text = log.severityText();
    if (text != null) {
      builder.setSeverityText(text);
    }
    String body = log.body();
    if (body != null) {
      builder.setBody(OtlpEncoder.stringValue(body));
    }
    if (log.spanId() != 0) {
      builder
          .setTraceId(OtlpEncoder.bytes(log.traceIdHigh(), log.traceIdLow()))
          .setSpanId(OtlpEncoder.bytes(log.spanId()))
          .setFlags(log.flags() & W3C_FLAGS);
    }
    for (SpanRecord.Attribute attribute : log.attributes()) {
      builder.addAttributes(OtlpEncoder.keyValue(attribute));
    }
    return builder.build();
  }
}
