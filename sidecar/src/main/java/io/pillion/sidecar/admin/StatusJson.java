package io.pillion.sidecar.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pillion.sidecar.config.Problem;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.config.TelemetrySignal;
import io.pillion.sidecar.export.ExportMeter;
import io.pillion.sidecar.ingest.RefusedSession;
import io.pillion.sidecar.net.HttpCall;
import io.pillion.sidecar.net.HttpReply;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sidecar's own state as JSON: version, settings in force, policy, export. */
final class StatusJson {
  private final AdminRoutes.Subject subject;
  private final long startNanos = System.nanoTime();

  StatusJson(AdminRoutes.Subject subject) {
    this.subject = subject;
  }

  HttpReply show(HttpCall call) {
    return HttpReply.json(200, JsonBody.of(this::write));
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", subject.version());
    json.writeStringField("java", Runtime.version().toString());
    json.writeNumberField("pid", ProcessHandle.current().pid());
    json.writeNumberField("uptimeSeconds", (System.nanoTime() - startNanos) / 1_000_000_000L);
    json.writeStringField("phase", subject.state().phase().name().toLowerCase(Locale.ROOT));
    writeReasons(json);
    writeRefused(json, subject.state().refusedSessions());
    writePolicy(json, subject.state().policy());
    writeExport(json);
    writeConfig(json, subject.config());
    json.writeEndObject();
  }

  private void writeReasons(JsonGenerator json) throws IOException {
    List<String> reasons = new Readiness(subject.state()).notReady();
    json.writeBooleanField("ready", reasons.isEmpty());
    json.writeArrayFieldStart("notReadyReasons");
    for (String reason : reasons) {
      json.writeString(reason);
    }
    json.writeEndArray();
  }

  private static void writeRefused(JsonGenerator json, List<RefusedSession> refused)
      throws IOException {
    json.writeArrayFieldStart("refusedSessions");
    for (RefusedSession session : refused) {
      json.writeStartObject();
      json.writeStringField("id", session.id());
      json.writeBooleanField("otherVersion", session.otherVersion());
      json.writeStringField("cause", session.cause());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writePolicy(JsonGenerator json, PolicyStatus policy) throws IOException {
    json.writeObjectFieldStart("policy");
    json.writeBooleanField("configured", policy.configured());
    json.writeBooleanField("loaded", policy.loaded());
    json.writeStringField("revision", policy.revision());
    json.writeNumberField("policies", policy.policies());
    json.writeNumberField("loadedUnixMillis", policy.loadedEpochMillis());
    json.writeNumberField("reloadsSucceeded", policy.reloadsSucceeded());
    json.writeNumberField("reloadsFailed", policy.reloadsFailed());
    json.writeArrayFieldStart("problems");
    for (Problem problem : policy.problems()) {
      json.writeString(problem.toString());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeExport(JsonGenerator json) throws IOException {
    SidecarConfig config = subject.config();
    ExportMeter meter = subject.meter();
    json.writeObjectFieldStart("export");
    writeSignal(json, config.tracesEndpoint(), meter.state(), "Spans");
    json.writeObjectFieldStart("otherSignals");
    json.writeObjectFieldStart("metrics");
    writeSignal(
        json, config.endpoint(TelemetrySignal.METRICS), meter.ofMetrics().state(), "Records");
    json.writeEndObject();
    json.writeObjectFieldStart("logs");
    writeSignal(json, config.endpoint(TelemetrySignal.LOGS), meter.ofLogs().state(), "Records");
    json.writeEndObject();
    json.writeObjectFieldStart("durations");
    writeSignal(
        json, config.endpoint(TelemetrySignal.METRICS), meter.ofDurations().state(), "Records");
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeSignal(
      JsonGenerator json, @Nullable URI endpoint, ExportMeter.State export, String noun)
      throws IOException {
    json.writeStringField("endpoint", endpoint == null ? null : endpoint.toString());
    json.writeBooleanField("failing", export.failing());
    json.writeNumberField("exported" + noun, export.exportedSpans());
    json.writeNumberField("requests", export.requests());
    json.writeNumberField("retries", export.retries());
    json.writeNumberField("inFlightBatches", export.inFlightBatches());
    json.writeNumberField("lastSuccessUnixMillis", export.lastSuccessMillis());
    writeCounts(json, "rejected" + noun, export.rejectedSpans());
    writeCounts(json, "failedRequests", export.failedRequests());
    ExportMeter.Failure failure = export.lastFailure();
    if (failure != null) {
      json.writeObjectFieldStart("lastFailure");
      json.writeNumberField("unixMillis", failure.epochMillis());
      json.writeStringField("reason", failure.reason());
      json.writeStringField("detail", failure.detail());
      json.writeEndObject();
    }
  }

  private static void writeConfig(JsonGenerator json, SidecarConfig config) throws IOException {
    json.writeArrayFieldStart("config");
    for (SidecarConfig.InForce setting : config.inForce()) {
      json.writeStartObject();
      json.writeStringField("key", setting.key());
      json.writeStringField("value", setting.value());
      json.writeStringField("origin", setting.origin());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeCounts(JsonGenerator json, String name, Map<String, Long> counts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue());
    }
    json.writeEndObject();
  }
}
