package io.pillion.sidecar.export;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.pillion.ipc.wire.SpanRecord;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns batches into OTLP. */
final class OtlpEncoder {
  /** The low byte is the W3C flags; the two above say whether the parent is remote. */
  private static final int HAS_IS_REMOTE = 0x100;

  private static final int W3C_AND_REMOTE = 0xff | SpanRecord.PARENT_IS_REMOTE;

  private static final RecentKeyValues RECENT = new RecentKeyValues(OtlpEncoder::anyValue);

  private OtlpEncoder() {}

  static ExportTraceServiceRequest request(Batch<SpanRecord> batch) {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    for (Batch.Group<SpanRecord> group : batch.groups()) {
      request.addResourceSpans(resourceSpans(group));
    }
    return request.build();
  }

  static Resource resource(Batch.Group<?> group) {
    Resource.Builder resource = Resource.newBuilder();
    group
        .resource()
        .forEach((key, value) -> resource.addAttributes(keyValue(key, stringValue(value))));
    return resource.build();
  }

  private static ResourceSpans resourceSpans(Batch.Group<SpanRecord> group) {
    ResourceSpans.Builder spans = ResourceSpans.newBuilder().setResource(resource(group));
    Map<Scope, ScopeSpans.Builder> scopes = new LinkedHashMap<>();
    for (SpanRecord record : group.records()) {
      Scope scope = new Scope(record.scopeName(), record.scopeVersion());
      scopes.computeIfAbsent(scope, OtlpEncoder::scope).addSpans(span(record));
    }
    scopes.values().forEach(spans::addScopeSpans);
    return spans.build();
  }

  private record Scope(String name, @Nullable String version) {}

  private static ScopeSpans.Builder scope(Scope of) {
    InstrumentationScope scope = scopeOf(of.name());
    return ScopeSpans.newBuilder()
        .setScope(
            of.version() == null ? scope : scope.toBuilder().setVersion(of.version()).build());
  }

  static InstrumentationScope scopeOf(String name) {
    return InstrumentationScope.newBuilder().setName(name).build();
  }

  private static Span span(SpanRecord record) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(bytes(record.traceIdHigh(), record.traceIdLow()))
            .setSpanId(bytes(record.spanId()))
            .setFlags((record.flags() & W3C_AND_REMOTE) | HAS_IS_REMOTE)
            .setName(record.name())
            .setKind(kind(record.kind()))
            .setStartTimeUnixNano(record.startEpochNanos())
            .setEndTimeUnixNano(record.endEpochNanos());
    if (record.parentSpanId() != 0) {
      span.setParentSpanId(bytes(record.parentSpanId()));
    }
    String traceState = record.traceState();
    if (traceState != null) {
      span.setTraceState(traceState);
    }
    addStatus(span, record);
    for (SpanRecord.Attribute attribute : record.attributes()) {
      span.addAttributes(keyValue(attribute));
    }
    for (SpanRecord.Event event : record.events()) {
      span.addEvents(event(event));
    }
    for (SpanRecord.Link link : record.links()) {
      span.addLinks(link(link));
    }
    // Unsigned on the wire of OTLP: what an agent claims is not to come out as billions.
    span.setDroppedAttributesCount(Math.max(0, record.dropped().attributes()));
    span.setDroppedEventsCount(Math.max(0, record.dropped().events()));
    span.setDroppedLinksCount(Math.max(0, record.dropped().links()));
    return span.build();
  }

  private static void addStatus(Span.Builder span, SpanRecord record) {
    String message = record.statusMessage();
    if (record.status() == SpanRecord.Status.UNSET && message == null) {
      return;
    }
    Status.Builder status = Status.newBuilder().setCode(code(record.status()));
    if (message != null) {
      status.setMessage(message);
    }
    span.setStatus(status);
  }

  private static Span.SpanKind kind(SpanRecord.Kind kind) {
    return switch (kind) {
      case INTERNAL -> Span.SpanKind.SPAN_KIND_INTERNAL;
      case SERVER -> Span.SpanKind.SPAN_KIND_SERVER;
      case CLIENT -> Span.SpanKind.SPAN_KIND_CLIENT;
      case PRODUCER -> Span.SpanKind.SPAN_KIND_PRODUCER;
      case CONSUMER -> Span.SpanKind.SPAN_KIND_CONSUMER;
    };
  }

  private static Status.StatusCode code(SpanRecord.Status status) {
    return switch (status) {
      case UNSET -> Status.StatusCode.STATUS_CODE_UNSET;
      case OK -> Status.StatusCode.STATUS_CODE_OK;
      case ERROR -> Status.StatusCode.STATUS_CODE_ERROR;
    };
  }

  private static Span.Event event(SpanRecord.Event event) {
    Span.Event.Builder builder =
        Span.Event.newBuilder().setTimeUnixNano(event.epochNanos()).setName(event.name());
    for (SpanRecord.Attribute attribute : event.attributes()) {
      builder.addAttributes(keyValue(attribute));
    }
    return builder.build();
  }

  private static Span.Link link(SpanRecord.Link link) {
    Span.Link.Builder builder =
        Span.Link.newBuilder()
            .setTraceId(bytes(link.traceIdHigh(), link.traceIdLow()))
            .setSpanId(bytes(link.spanId()))
            .setFlags((link.flags() & W3C_AND_REMOTE) | HAS_IS_REMOTE);
    if (link.traceState() != null) {
      builder.setTraceState(link.traceState());
    }
    for (SpanRecord.Attribute attribute : link.attributes()) {
      builder.addAttributes(keyValue(attribute));
    }
    return builder.build();
  }

  static KeyValue keyValue(SpanRecord.Attribute attribute) {
    return RECENT.of(attribute);
  }

  private static KeyValue keyValue(String key, AnyValue value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  private static AnyValue anyValue(Object value) {
    if (value instanceof Long number) {
      return AnyValue.newBuilder().setIntValue(number).build();
    }
    if (value instanceof Double number) {
      return AnyValue.newBuilder().setDoubleValue(number).build();
    }
    if (value instanceof Boolean truth) {
      return AnyValue.newBuilder().setBoolValue(truth).build();
    }
    if (value instanceof List<?> list) {
      ArrayValue.Builder array = ArrayValue.newBuilder();
      list.forEach(element -> array.addValues(anyValue(element)));
      return AnyValue.newBuilder().setArrayValue(array).build();
    }
    return stringValue(String.valueOf(value));
  }

  static AnyValue stringValue(String value) {
    return AnyValue.newBuilder().setStringValue(value).build();
  }

  static ByteString bytes(long high, long low) {
    return UnsafeByteOperations.unsafeWrap(
        ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array());
  }

  static ByteString bytes(long value) {
    return UnsafeByteOperations.unsafeWrap(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }
}
