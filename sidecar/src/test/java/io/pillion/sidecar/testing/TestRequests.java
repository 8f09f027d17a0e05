package io.pillion.sidecar.testing;

import io.pillion.ipc.wire.SpanRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Spans of HTTP requests, with what the agent records of them. */
public final class TestRequests {
  public static final String SESSION = "00112233445566778899aabbccddeeff";

  public static final Map<String, String> SHOP =
      Map.of("service.name", "shop", "service.instance.id", "one");

  private TestRequests() {}

  /** A request served, not sampled; attributes are names and values in turn. */
  public static SpanRecord served(long sequence, long nanos, Object... attributes) {
    return span(sequence, nanos, 0, SpanRecord.Kind.SERVER, "io.pillion.http-server", attributes);
  }

  /** A request sent, not sampled. */
  public static SpanRecord sent(long sequence, long nanos, Object... attributes) {
    return span(sequence, nanos, 0, SpanRecord.Kind.CLIENT, "io.pillion.http-client", attributes);
  }

  /** A request served, sampled. */
  public static SpanRecord sampled(long sequence, long nanos, Object... attributes) {
    return span(
        sequence,
        nanos,
        SpanRecord.SAMPLED,
        SpanRecord.Kind.SERVER,
        "io.pillion.http-server",
        attributes);
  }

  /** Any span. Its id is its sequence. */
  public static SpanRecord span(
      long sequence,
      long nanos,
      int flags,
      SpanRecord.Kind kind,
      String scope,
      Object... attributes) {
    List<SpanRecord.Attribute> all = new ArrayList<>();
    for (int i = 0; i < attributes.length; i += 2) {
      all.add(new SpanRecord.Attribute((String) attributes[i], attributes[i + 1]));
    }
    return new SpanRecord(
        sequence,
        0x0a,
        0x0b,
        sequence,
        0,
        flags,
        kind,
        SpanRecord.Status.UNSET,
        null,
        TestSpans.START_NANOS,
        TestSpans.START_NANOS + nanos,
        "GET",
        scope,
        null,
        all,
        List.of());
  }
}
