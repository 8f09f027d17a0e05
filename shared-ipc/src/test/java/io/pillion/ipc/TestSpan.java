package io.pillion.ipc;

import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.SpanRecord;

/** A span with a number in its id and {@code padding} characters of payload. */
record TestSpan(long number, int padding) implements TelemetryItem {
  @Override
  public boolean important() {
    return false;
  }

  @Override
  public boolean isSpan() {
    return true;
  }

  @Override
  public void encodeTo(RecordEncoder encoder) {
    encoder.beginSpan(
        1,
        2,
        number,
        0,
        SpanRecord.SAMPLED,
        SpanRecord.Kind.SERVER,
        SpanRecord.Status.UNSET,
        10,
        20,
        "GET /stock",
        "test");
    encoder.attribute("payload", "x".repeat(padding));
    encoder.attribute("number", number);
  }
}
