package io.pillion.sidecar.export;

import io.pillion.sidecar.testing.TestLogs;
import java.time.Clock;
import java.util.List;

/** A meter that has seen everything that can happen, of each signal. */
public final class EventfulMeter {
  private EventfulMeter() {}

  public static ExportMeter make() {
    ExportMeter meter = new ExportMeter(new TestLogs().log, Clock.systemUTC());
    for (ExportMeter signal : List.of(meter, meter.ofMetrics(), meter.ofLogs())) {
      signal.batchStarted();
      signal.requestFailed("timeout", "", 1_000_000);
      signal.retried();
      signal.requestFailed("http_400", "status=400", 1_000_000);
      signal.batchEnded(new ExportResult(2, 1, "http_400"));
    }
    return meter;
  }
}
