package io.pillion.sidecar.export;

import com.google.protobuf.MessageLite;
import io.pillion.ipc.wire.LogRecord;
import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** A signal of OTLP: how its requests are made. */
public final class OtlpSignal<T extends TelemetryEvent> {
  /** For {@code /v1/traces}. */
  public static final OtlpSignal<SpanRecord> TRACES =
      new OtlpSignal<>("trace.v1.TraceService", OtlpEncoder::request, Batch::size);

  /** For {@code /v1/metrics}. */
  public static final OtlpSignal<MetricRecord> METRICS =
      new OtlpSignal<>(
          "metrics.v1.MetricsService", OtlpMetricsEncoder::request, OtlpMetricsEncoder::points);

  /** For {@code /v1/logs}. */
  public static final OtlpSignal<LogRecord> LOGS =
      new OtlpSignal<>("logs.v1.LogsService", OtlpLogsEncoder::request, Batch::size);

  private final String service;
  private final Function<Batch<T>, MessageLite> encoder;
  private final ToIntFunction<Batch<T>> counter;

  private OtlpSignal(
      String service, Function<Batch<T>, MessageLite> encoder, ToIntFunction<Batch<T>> counter) {
    this.service = service;
    this.encoder = encoder;
    this.counter = counter;
  }

  /** Path of the method that takes its requests by gRPC. */
  public String grpcPath() {
    return "/opentelemetry.proto.collector." + service + "/Export";
  }

  MessageLite request(Batch<T> batch) {
    return encoder.apply(batch);
  }

  /** How much is in the batch as a back end counts what it refuses: of metrics, the points. */
  int items(Batch<T> batch) {
    return counter.applyAsInt(batch);
  }
}
