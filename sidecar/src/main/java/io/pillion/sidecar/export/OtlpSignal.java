package io.pillion.sidecar.export;

import com.google.protobuf.MessageLite;
import io.pillion.ipc.wire.LogRecord;
import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import java.util.function.Function;

/** A signal of OTLP: how its requests are made. */
public final class OtlpSignal<T extends TelemetryEvent> {
  /** For {@code /v1/traces}. */
  public static final OtlpSignal<SpanRecord> TRACES = new OtlpSignal<>(OtlpEncoder::request);

  /** For {@code /v1/metrics}. */
  public static final OtlpSignal<MetricRecord> METRICS =
      new OtlpSignal<>(OtlpMetricsEncoder::request);

  /** For {@code /v1/logs}. */
  public static final OtlpSignal<LogRecord> LOGS = new OtlpSignal<>(OtlpLogsEncoder::request);

  private final Function<Batch<T>, MessageLite> encoder;

  private OtlpSignal(Function<Batch<T>, MessageLite> encoder) {
    this.encoder = encoder;
  }

  MessageLite request(Batch<T> batch) {
    return encoder.apply(batch);
  }
}
