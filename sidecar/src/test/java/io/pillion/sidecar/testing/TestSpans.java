package io.pillion.sidecar.testing;

import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.export.Batch;
import io.pillion.sidecar.red.RequestDurations;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Spans and batches for tests. */
public final class TestSpans {
  public static final long START_NANOS = 1_700_000_000_000_000_000L;

  private TestSpans() {}

  public static SpanRecord span(long traceId, long spanId, long parentSpanId) {
    return span(traceId, spanId, parentSpanId, "GET /items", SpanRecord.Status.UNSET);
  }

  public static SpanRecord span(
      long traceId, long spanId, long parentSpanId, String name, SpanRecord.Status status) {
    return new SpanRecord(
        spanId,
        0x0102030405060708L,
        traceId,
        spanId,
        parentSpanId,
        SpanRecord.SAMPLED,
        SpanRecord.Kind.SERVER,
        status,
        null,
        START_NANOS + spanId * 1000,
        START_NANOS + spanId * 1000 + 5_000_000,
        name,
        "io.pillion.test",
        null,
        List.of(new SpanRecord.Attribute("http.request.method", "GET")),
        List.of());
  }

  /** Histograms with the limits of the defaults. */
  public static RequestDurations durations() {
    return new RequestDurations(2000, 2 << 20, 0, Clock.systemUTC(), System::nanoTime);
  }

  public static Batch<SpanRecord> batch(String service, SpanRecord... spans) {
    return new Batch<>(
        List.of(
            new Batch.Group<>(
                "00112233445566778899aabbccddeeff",
                Map.of("service.name", service),
                List.of(spans))));
  }

  /** A batch of that many spans, each of a trace of its own. */
  public static Batch<SpanRecord> batchOf(int spans) {
    List<SpanRecord> records = new ArrayList<>();
    for (int i = 1; i <= spans; i++) {
      records.add(span(i, i, 0));
    }
    return batch("shop", records.toArray(new SpanRecord[0]));
  }
}
