package io.pillion.sidecar.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.testing.TestSpans;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OtlpEncoderTest {

  @Test
  void mapsEveryField() {
    SpanRecord record =
        new SpanRecord(
            1,
            0x0af7651916cd43ddL,
            0x8448eb211c80319cL,
            0xb7ad6b7169203331L,
            0x00f067aa0ba902b7L,
            SpanRecord.SAMPLED | SpanRecord.PARENT_IS_REMOTE,
            SpanRecord.Kind.CLIENT,
            SpanRecord.Status.ERROR,
            "timed out",
            1000,
            2500,
            "GET",
            "scope-a",
            "a=b",
            List.of(
                new SpanRecord.Attribute("s", "text"),
                new SpanRecord.Attribute("l", -5L),
                new SpanRecord.Attribute("d", 0.5),
                new SpanRecord.Attribute("b", true),
                new SpanRecord.Attribute("list", List.of("x", "y"))),
            List.of(
                new SpanRecord.Event(
                    1500, "exception", List.of(new SpanRecord.Attribute("t", "v")))));

    ResourceSpans resource = resourceSpans(TestSpans.batch("shop", record));

    assertThat(resource.getResource().getAttributesList())
        .containsExactly(text("service.name", "shop"));
    assertThat(resource.getScopeSpans(0).getScope().getName()).isEqualTo("scope-a");
    Span span = resource.getScopeSpans(0).getSpans(0);
    assertThat(span.getTraceId()).isEqualTo(hex("0af7651916cd43dd8448eb211c80319c"));
    assertThat(span.getSpanId()).isEqualTo(hex("b7ad6b7169203331"));
    assertThat(span.getParentSpanId()).isEqualTo(hex("00f067aa0ba902b7"));
    assertThat(span.getFlags()).isEqualTo(0x301);
    assertThat(span.getTraceState()).isEqualTo("a=b");
    assertThat(span.getName()).isEqualTo("GET");
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(span.getStartTimeUnixNano()).isEqualTo(1000);
    assertThat(span.getEndTimeUnixNano()).isEqualTo(2500);
    assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(span.getStatus().getMessage()).isEqualTo("timed out");
    assertThat(span.getAttributes(0)).isEqualTo(text("s", "text"));
    assertThat(span.getAttributes(1).getValue().getIntValue()).isEqualTo(-5);
    assertThat(span.getAttributes(2).getValue().getDoubleValue()).isEqualTo(0.5);
    assertThat(span.getAttributes(3).getValue().getBoolValue()).isTrue();
    assertThat(span.getAttributes(4).getValue().getArrayValue().getValues(1).getStringValue())
        .isEqualTo("y");
    assertThat(span.getEvents(0).getName()).isEqualTo("exception");
    assertThat(span.getEvents(0).getTimeUnixNano()).isEqualTo(1500);
    assertThat(span.getEvents(0).getAttributes(0)).isEqualTo(text("t", "v"));
  }

  @Test
  void applicationsSpanKeepsItsLinksTypedListsAndCounts() {
    SpanRecord template = TestSpans.span(1, 2, 0);
    SpanRecord record =
        new SpanRecord(
            1,
            1,
            1,
            2,
            0,
            1,
            SpanRecord.Kind.INTERNAL,
            SpanRecord.Status.UNSET,
            null,
            1,
            2,
            "n",
            template.scopeName(),
            null,
            List.of(
                new SpanRecord.Attribute("longs", List.of(1L, 2L)),
                new SpanRecord.Attribute("doubles", List.of(0.5)),
                new SpanRecord.Attribute("booleans", List.of(true))),
            List.of(),
            "1.2.3",
            List.of(
                new SpanRecord.Link(
                    0x0af7651916cd43ddL,
                    0x8448eb211c80319cL,
                    0xb7ad6b7169203331L,
                    SpanRecord.SAMPLED | SpanRecord.PARENT_IS_REMOTE,
                    "a=b",
                    List.of(new SpanRecord.Attribute("s", "text")))),
            new SpanRecord.Dropped(1, 2, -3));

    ResourceSpans resource = resourceSpans(TestSpans.batch("s", template, record));

    assertThat(resource.getScopeSpansList()).hasSize(2);
    assertThat(resource.getScopeSpans(1).getScope().getName()).isEqualTo(template.scopeName());
    assertThat(resource.getScopeSpans(1).getScope().getVersion()).isEqualTo("1.2.3");
    Span span = resource.getScopeSpans(1).getSpans(0);
    assertThat(span.getAttributes(0).getValue().getArrayValue().getValues(1).getIntValue())
        .isEqualTo(2);
    assertThat(span.getAttributes(1).getValue().getArrayValue().getValues(0).getDoubleValue())
        .isEqualTo(0.5);
    assertThat(span.getAttributes(2).getValue().getArrayValue().getValues(0).getBoolValue())
        .isTrue();
    Span.Link link = span.getLinks(0);
    assertThat(link.getTraceId()).isEqualTo(hex("0af7651916cd43dd8448eb211c80319c"));
    assertThat(link.getSpanId()).isEqualTo(hex("b7ad6b7169203331"));
    assertThat(link.getFlags()).isEqualTo(0x301);
    assertThat(link.getTraceState()).isEqualTo("a=b");
    assertThat(link.getAttributesList()).containsExactly(text("s", "text"));
    assertThat(span.getDroppedAttributesCount()).isEqualTo(1);
    assertThat(span.getDroppedEventsCount()).isEqualTo(2);
    assertThat(span.getDroppedLinksCount()).isZero();
  }

  @Test
  void everyKindHasItsNumber() {
    for (SpanRecord.Kind kind : SpanRecord.Kind.values()) {
      SpanRecord template = TestSpans.span(1, 2, 0);
      SpanRecord record =
          new SpanRecord(
              1,
              1,
              1,
              2,
              0,
              1,
              kind,
              SpanRecord.Status.OK,
              null,
              1,
              2,
              "n",
              template.scopeName(),
              null,
              List.of(),
              List.of());

      Span span = resourceSpans(TestSpans.batch("s", record)).getScopeSpans(0).getSpans(0);

      assertThat(span.getKind().name()).isEqualTo("SPAN_KIND_" + kind.name());
      assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_OK);
    }
  }

  @Test
  void leavesOutWhatIsAbsent() {
    Span span =
        resourceSpans(TestSpans.batch("s", TestSpans.span(1, 2, 0))).getScopeSpans(0).getSpans(0);

    assertThat(span.getParentSpanId()).isEqualTo(ByteString.EMPTY);
    assertThat(span.hasStatus()).isFalse();
    assertThat(span.getTraceState()).isEmpty();
    assertThat(span.getFlags()).isEqualTo(0x101);
  }

  @Test
  void groupsByProcessAndScope() {
    Batch<SpanRecord> one = TestSpans.batch("a", TestSpans.span(1, 1, 0), TestSpans.span(1, 2, 1));
    Batch<SpanRecord> both =
        new Batch<>(
            List.of(
                one.groups().get(0),
                new Batch.Group<>("x", Map.of(), List.of(TestSpans.span(1, 3, 0)))));

    assertThat(OtlpEncoder.request(both).getResourceSpansList()).hasSize(2);
    assertThat(OtlpEncoder.request(both).getResourceSpans(0).getScopeSpansList()).hasSize(1);
    assertThat(OtlpEncoder.request(both).getResourceSpans(0).getScopeSpans(0).getSpansList())
        .hasSize(2);
  }

  private static ResourceSpans resourceSpans(Batch<SpanRecord> batch) {
    return OtlpEncoder.request(batch).getResourceSpans(0);
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static ByteString hex(String text) {
    return ByteString.copyFrom(HexFormat.of().parseHex(text));
  }
}
