package io.pillion.sidecar.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.export.StoredSpan;
import io.pillion.sidecar.export.StoredTrace;
import io.pillion.sidecar.export.TraceStore;
import io.pillion.sidecar.export.TraceSummary;
import io.pillion.sidecar.net.HttpCall;
import io.pillion.sidecar.net.HttpReply;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Traces as JSON. Times since the epoch are strings of nanoseconds, which a JavaScript number does
 * not hold; durations and offsets are numbers of nanoseconds.
 */
final class TracesJson {
  private static final String PREFIX = "/api/traces/";
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 500;

  private final TraceStore store;

  TracesJson(TraceStore store) {
    this.store = store;
  }

  HttpReply list(HttpCall call) {
    int limit = Math.min(MAX_LIMIT, call.number("limit", DEFAULT_LIMIT));
    List<TraceSummary> newest = store.newest(limit);
    TraceStore.Usage usage = store.usage();
    byte[] body =
        JsonBody.of(
            json -> {
              json.writeStartObject();
              json.writeNumberField("kept", usage.traces());
              json.writeNumberField("evicted", usage.evictedTraces());
              json.writeArrayFieldStart("traces");
              for (TraceSummary summary : newest) {
                json.writeStartObject();
                writeSummary(json, summary);
                json.writeEndObject();
              }
              json.writeEndArray();
              json.writeEndObject();
            });
    return HttpReply.json(200, body);
  }

  HttpReply one(HttpCall call) {
    StoredTrace trace = store.find(call.path().substring(PREFIX.length()));
    if (trace == null) {
      return HttpReply.text(404, "no such trace is kept");
    }
    return HttpReply.json(200, JsonBody.of(json -> writeTrace(json, trace)));
  }

  private static void writeTrace(JsonGenerator json, StoredTrace trace) throws IOException {
    TraceSummary summary = trace.summary();
    json.writeStartObject();
    writeSummary(json, summary);
    json.writeNumberField("omitted", trace.omitted());
    json.writeArrayFieldStart("spans");
    for (StoredSpan span : trace.spans()) {
      writeSpan(json, span, summary.startEpochNanos());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeSummary(JsonGenerator json, TraceSummary summary) throws IOException {
    json.writeStringField("id", summary.id());
    json.writeStringField("name", summary.rootName());
    json.writeStringField("service", summary.rootService());
    json.writeBooleanField("rootKnown", summary.rootKnown());
    json.writeStringField("startUnixNano", Long.toUnsignedString(summary.startEpochNanos()));
    json.writeNumberField("durationNanos", summary.durationNanos());
    json.writeNumberField("spanCount", summary.spanCount());
    json.writeBooleanField("error", summary.error());
    json.writeArrayFieldStart("services");
    for (String service : summary.services()) {
      json.writeString(service);
    }
    json.writeEndArray();
  }

  private static void writeSpan(JsonGenerator json, StoredSpan span, long traceStart)
      throws IOException {
    SpanRecord record = span.record();
    json.writeStartObject();
    json.writeStringField("spanId", hex(record.spanId()));
    if (record.parentSpanId() != 0) {
      json.writeStringField("parentSpanId", hex(record.parentSpanId()));
    }
    json.writeStringField("service", span.serviceName());
    json.writeStringField("scope", record.scopeName());
    json.writeStringField("name", record.name());
    json.writeStringField("kind", record.kind().name().toLowerCase(Locale.ROOT));
    json.writeStringField("status", record.status().name().toLowerCase(Locale.ROOT));
    writeOptional(json, "statusMessage", record.statusMessage());
    writeOptional(json, "traceState", record.traceState());
    json.writeStringField("startUnixNano", Long.toUnsignedString(record.startEpochNanos()));
    json.writeNumberField("offsetNanos", record.startEpochNanos() - traceStart);
    json.writeNumberField("durationNanos", record.endEpochNanos() - record.startEpochNanos());
    writeAttributes(json, record.attributes());
    json.writeArrayFieldStart("events");
    for (SpanRecord.Event event : record.events()) {
      json.writeStartObject();
      json.writeStringField("name", event.name());
      json.writeNumberField("offsetNanos", event.epochNanos() - traceStart);
      writeAttributes(json, event.attributes());
      json.writeEndObject();
    }
    json.writeEndArray();
    writeOptional(json, "scopeVersion", record.scopeVersion());
    writeLinks(json, record.links());
    json.writeEndObject();
  }

  private static void writeLinks(JsonGenerator json, List<SpanRecord.Link> links)
      throws IOException {
    json.writeArrayFieldStart("links");
    for (SpanRecord.Link link : links) {
      json.writeStartObject();
      json.writeStringField("traceId", hex(link.traceIdHigh()) + hex(link.traceIdLow()));
      json.writeStringField("spanId", hex(link.spanId()));
      writeAttributes(json, link.attributes());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeAttributes(JsonGenerator json, List<SpanRecord.Attribute> attributes)
      throws IOException {
    json.writeObjectFieldStart("attributes");
    for (SpanRecord.Attribute attribute : attributes) {
      json.writeFieldName(attribute.key());
      writeValue(json, attribute.value());
    }
    json.writeEndObject();
  }

  private static void writeValue(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      json.writeNumber(number);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        writeValue(json, element);
      }
      json.writeEndArray();
    } else {
      json.writeString(String.valueOf(value)); // a long may be more than JavaScript holds
    }
  }

  private static void writeOptional(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  private static String hex(long id) {
    return String.format(Locale.ROOT, "%016x", id);
  }
}
