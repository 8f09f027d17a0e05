package io.pillion.sidecar;

import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import io.pillion.sidecar.config.Compression;
import io.pillion.sidecar.config.ExportSettings;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.config.TelemetrySignal;
import io.pillion.sidecar.export.ExportMeter;
import io.pillion.sidecar.export.MemoryExporter;
import io.pillion.sidecar.export.MetricStore;
import io.pillion.sidecar.export.OtlpExporter;
import io.pillion.sidecar.export.OtlpGrpcTransport;
import io.pillion.sidecar.export.OtlpHttpTransport;
import io.pillion.sidecar.export.OtlpSignal;
import io.pillion.sidecar.export.OtlpTransport;
import io.pillion.sidecar.export.RetryPolicy;
import io.pillion.sidecar.export.SignalExporter;
import io.pillion.sidecar.export.StoringExporter;
import io.pillion.sidecar.export.TelemetryExporter;
import io.pillion.sidecar.export.TraceStore;
import io.pillion.sidecar.net.ClientTls;
import io.pillion.sidecar.net.GrpcClient;
import io.pillion.sidecar.net.HttpClient;
import io.pillion.sidecar.net.NetThreads;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Chooses the exporters that the settings ask for. */
final class Exporters {
  private Exporters() {}

  /** To the back ends, or to nowhere where there is none; in both cases by way of the stores. */
  static TelemetryExporter of(
      SidecarConfig config,
      NetThreads threads,
      ExportTls tls,
      TraceStore traces,
      MetricStore metrics,
      ExportMeter meter,
      Clock clock) {
    Means means = new Means(config, threads, tls, clock);
    return new StoringExporter(
        traces,
        metrics,
        of(TelemetrySignal.TRACES, OtlpSignal.TRACES, means, meter),
        of(TelemetrySignal.METRICS, OtlpSignal.METRICS, means, meter.ofMetrics()),
        of(TelemetrySignal.LOGS, OtlpSignal.LOGS, means, meter.ofLogs()));
  }

  /** For what the sidecar itself measures; null where metrics have no back end. */
  static @Nullable SignalExporter<MetricRecord> ofDurations(
      SidecarConfig config, NetThreads threads, ExportTls tls, ExportMeter meter, Clock clock) {
    return config.export(TelemetrySignal.METRICS) == null
        ? null
        : of(
            TelemetrySignal.METRICS,
            OtlpSignal.METRICS,
            new Means(config, threads, tls, clock),
            meter.ofDurations());
  }

  private record Means(SidecarConfig config, NetThreads threads, ExportTls tls, Clock clock) {}

  private static <T extends TelemetryEvent> SignalExporter<T> of(
      TelemetrySignal signal, OtlpSignal<T> otlp, Means means, ExportMeter meter) {
    SidecarConfig config = means.config();
    ExportSettings settings = config.export(signal);
    if (settings == null) {
      return new MemoryExporter<>(meter);
    }
    ClientTls tls = settings.secure() ? means.tls().of(signal, settings) : null;
    if (settings.secure() && tls == null) {
      return new MemoryExporter<>(meter); // never used: the problem keeps the sidecar from starting
    }
    return new OtlpExporter<>(
        otlp,
        transport(otlp, settings, means, tls),
        new RetryPolicy(config.retryInitialBackoff(), config.retryMaxBackoff()),
        means.threads().scheduler(),
        meter);
  }

  private static OtlpTransport transport(
      OtlpSignal<?> otlp, ExportSettings settings, Means means, @Nullable ClientTls tls) {
    return switch (settings.protocol()) {
      case HTTP_PROTOBUF ->
          new OtlpHttpTransport(
              new HttpClient(means.threads(), settings.endpoint(), settings.timeout(), tls),
              settings.headers(),
              settings.compression(),
              means.clock());
      case GRPC ->
          new OtlpGrpcTransport(
              new GrpcClient(means.threads(), method(otlp, settings), settings.timeout(), tls),
              settings.compression());
    };
  }

  private static GrpcClient.Method method(OtlpSignal<?> otlp, ExportSettings settings) {
    return new GrpcClient.Method(
        settings.endpoint(),
        otlp.grpcPath(),
        settings.headers(),
        settings.compression() == Compression.GZIP);
  }
}
