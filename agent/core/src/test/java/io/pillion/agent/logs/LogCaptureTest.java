package io.pillion.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.agent.bootstrap.LogEvent;
import io.pillion.agent.telemetry.CurrentSpan;
import io.pillion.agent.telemetry.TraceContext;
import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.wire.LogRecord;
import io.pillion.ipc.wire.RecordDecoder;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.SpanRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogCaptureTest {
  private static final TraceContext CONTEXT = new TraceContext(1, 2, 0xabcL, 1, null, null);

  private final List<TelemetryItem> items = new ArrayList<>();
  private final List<DropReason> dropped = new ArrayList<>();
  private final LogCapture capture = capture(2);

  private LogCapture capture(int perSecond) {
    return new LogCapture(
        new LogCapture.Settings(
            13, perSecond, List.of("user", "absent"), "trace_id", "span_id", "trace_flags"),
        items::add,
        dropped::add);
  }

  /** An event that may log while it is read. */
  private record Event(Throwable thrown, Runnable whileRead) implements LogEvent {
    @Override
    public String loggerName() {
      return "shop.Cart";
    }

    @Override
    public long epochNanos() {
      return 5;
    }

    @Override
    public int severity() {
      return 17;
    }

    @Override
    public String severityText() {
      return "ERROR";
    }

    @Override
    public String message() {
      whileRead.run();
      return "broken";
    }

    @Override
    public String threadName() {
      return "main";
    }

    @Override
    public String contextValue(String key) {
      return key.equals("user") ? "ann" : null;
    }
  }

  private static Event event(Throwable thrown) {
    return new Event(thrown, () -> {});
  }

  @Test
  void anEventCarriesTheCurrentSpanTheExceptionAndTheAllowedKeys() throws Exception {
    CurrentSpan.enter(CONTEXT);
    try {
      capture.record(event(new IllegalStateException("why")));
    } finally {
      CurrentSpan.leave(CONTEXT);
    }
    RecordEncoder encoder = new RecordEncoder();
    items.get(0).encodeTo(encoder);
    LogRecord log = (LogRecord) new RecordDecoder().decode(encoder.finish(1));
    assertThat(items.get(0).minor()).isTrue();
    assertThat(log.traceIdHigh()).isEqualTo(1);
    assertThat(log.spanId()).isEqualTo(0xabc);
    assertThat(log.body()).isEqualTo("broken");
    assertThat(log.severity()).isEqualTo(17);
    assertThat(log.attributes())
        .contains(
            new SpanRecord.Attribute("thread.name", "main"),
            new SpanRecord.Attribute("exception.type", "java.lang.IllegalStateException"),
            new SpanRecord.Attribute("exception.message", "why"),
            new SpanRecord.Attribute("user", "ann"))
        .hasSize(5);
  }

  @Test
  void whatIsLoggedWhileAnEventIsReadIsNotCaptured() {
    capture.record(new Event(null, () -> capture.record(event(null))));
    assertThat(items).hasSize(1);
    assertThat(dropped).isEmpty();
  }

  @Test
  void eventsBeyondTheRateAreCounted() {
    for (int i = 0; i < 5; i++) {
      capture.record(event(null));
    }
    assertThat(items).hasSize(2);
    assertThat(dropped).hasSize(3).containsOnly(DropReason.LOG_RATE);
  }

  @Test
  void anEventThatThrowsIsCountedAndTheNextOneIsCaptured() {
    capture.record(
        new Event(
            null,
            () -> {
              throw new IllegalStateException("on purpose");
            }));
    capture.record(event(null));
    assertThat(items).hasSize(1);
    assertThat(dropped).containsExactly(DropReason.ENCODE_FAILED);
  }

  @Test
  void onlySevereEventsAreWanted() {
    assertThat(capture.wants(9)).isFalse();
    assertThat(capture.wants(13)).isTrue();
  }

  @Test
  void theEntriesNameTheCurrentSpanInHex() {
    assertThat(capture.traceEntries()).isNull();
    CurrentSpan.enter(CONTEXT);
    try {
      Map<String, String> entries = capture.traceEntries();
      assertThat(entries)
          .containsEntry("trace_id", "00000000000000010000000000000002")
          .containsEntry("span_id", "0000000000000abc")
          .containsEntry("trace_flags", "01");
      assertThat(entries.keySet().iterator().next()).isEqualTo("trace_id");
    } finally {
      CurrentSpan.leave(CONTEXT);
    }
  }
}
