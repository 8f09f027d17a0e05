package examples.pillion.demo;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A span as it arrived, with ids in lower-case hex.
 *
 * @param parentSpanId empty for a root
 * @param service the resource's {@code service.name}
 * @param kind as OTLP names it, without its prefix, for example {@code SERVER}
 * @param exceptions type and message of each recorded exception
 * @param status as OTLP names it, without its prefix, and the description if there is one
 * @param scope name of the instrumentation scope, and {@code @} its version if it has one
 * @param events name and attributes of each, exceptions included
 * @param links span id and attributes of each
 */
public record ReceivedSpan(
    Key key,
    String parentSpanId,
    String service,
    String name,
    String kind,
    long startEpochNanos,
    long endEpochNanos,
    boolean error,
    Map<String, String> attributes,
    List<String> exceptions,
    String status,
    String scope,
    List<String> events,
    List<String> links) {

  /** A span of which no more is known. */
  public ReceivedSpan(
      Key key,
      String parentSpanId,
      String service,
      String name,
      String kind,
      long startEpochNanos,
      long endEpochNanos,
      boolean error,
      Map<String, String> attributes,
      List<String> exceptions) {
    this(
        key,
        parentSpanId,
        service,
        name,
        kind,
        startEpochNanos,
        endEpochNanos,
        error,
        attributes,
        exceptions,
        error ? "ERROR" : "UNSET",
        "",
        List.of(),
        List.of());
  }

  /** What makes a span unique. */
  public record Key(String traceId, String spanId) {}

  static ReceivedSpan of(String service, InstrumentationScope scope, Span span) {
    return new ReceivedSpan(
        new Key(hex(span.getTraceId().toByteArray()), hex(span.getSpanId().toByteArray())),
        hex(span.getParentSpanId().toByteArray()),
        service,
        span.getName(),
        span.getKind().name().replace("SPAN_KIND_", ""),
        span.getStartTimeUnixNano(),
        span.getEndTimeUnixNano(),
        span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
        attributes(span.getAttributesList()),
        span.getEventsList().stream()
            .filter(event -> event.getName().equals("exception"))
            .map(event -> exception(attributes(event.getAttributesList())))
            .toList(),
        status(span.getStatus()),
        scope.getName() + (scope.getVersion().isEmpty() ? "" : "@" + scope.getVersion()),
        span.getEventsList().stream()
            .map(event -> event.getName() + attributes(event.getAttributesList()))
            .toList(),
        span.getLinksList().stream()
            .map(link -> hex(link.getSpanId().toByteArray()) + attributes(link.getAttributesList()))
            .toList());
  }

  private static String status(Status status) {
    String code = status.getCode().name().replace("STATUS_CODE_", "");
    return status.getMessage().isEmpty() ? code : code + ": " + status.getMessage();
  }

  private static String exception(Map<String, String> attributes) {
    return attributes.getOrDefault("exception.type", "unknown")
        + ": "
        + attributes.getOrDefault("exception.message", "");
  }

  /** The string form of each attribute; an array is {@code [a,b]}. */
  static Map<String, String> attributes(List<KeyValue> attributes) {
    Map<String, String> byKey = new TreeMap<>();
    for (KeyValue attribute : attributes) {
      byKey.put(attribute.getKey(), text(attribute.getValue()));
    }
    return byKey;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> Long.toString(value.getIntValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(ReceivedSpan::text)
              .collect(Collectors.joining(",", "[", "]"));
      default -> value.toString().trim();
    };
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
