package io.pillion.sidecar;

import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.export.ExportMeter;
import io.pillion.sidecar.export.MemoryExporter;
import io.pillion.sidecar.export.MetricStore;
import io.pillion.sidecar.export.OtlpHttpExporter;
import io.pillion.sidecar.export.OtlpSignal;
import io.pillion.sidecar.export.RetryPolicy;
import io.pillion.sidecar.export.SignalExporter;
import io.pillion.sidecar.export.StoringExporter;
import io.pillion.sidecar.export.TelemetryExporter;
import io.pillion.sidecar.export.TraceStore;
import io.pillion.sidecar.net.HttpClient;
import io.pillion.sidecar.net.NetThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chooses the exporters that the settings ask for. */
final class Exporters {
  private Exporters() {}

  /** To the back ends, or to nowhere where there is none; in both cases by way of the stores. */
  static TelemetryExporter of(
      SidecarConfig config,
      NetThreads threads,
      TraceStore traces,
      MetricStore metrics,
      ExportMeter meter,
      Clock clock) {
    Means means = new Means(config, threads, clock);
    return new StoringExporter(
        traces,
        metrics,
        of(config.tracesEndpoint(), config.tracesHeaders(), OtlpSignal.TRACES, means, meter),
        of(
            config.metricsEndpoint(),
            config.metricsHeaders(),
            OtlpSignal.METRICS,
            means,
            meter.ofMetrics()),
        of(config.logsEndpoint(), config.logsHeaders(), OtlpSignal.LOGS, means, meter.ofLogs()));
  }

  /** For what the sidecar itself measures; null where metrics have no back end. */
  static @Nullable SignalExporter<MetricRecord> ofDurations(
      SidecarConfig config, NetThreads threads, ExportMeter meter, Clock clock) {
    URI endpoint = config.metricsEndpoint();
    return endpoint == null
        ? null
        : of(
            endpoint,
            config.metricsHeaders(),
            OtlpSignal.METRICS,
            new Means(config, threads, clock),
            meter.ofDurations());
  }

  private record Means(SidecarConfig config, NetThreads threads, Clock clock) {}

  private static <T extends TelemetryEvent> SignalExporter<T> of(
      @Nullable URI endpoint,
      Map<String, String> headers,
      OtlpSignal<T> signal,
      Means means,
      ExportMeter meter) {
    if (endpoint == null) {
      return new MemoryExporter<>(meter);
    }
    SidecarConfig config = means.config();
    try {
      return new OtlpHttpExporter<>(
          signal,
          new HttpClient(means.threads(), endpoint, config.exportTimeout()),
          headers,
          config.exportCompression(),
          new RetryPolicy(config.retryInitialBackoff(), config.retryMaxBackoff()),
          means.threads().scheduler(),
          meter,
          means.clock());
    } catch (IOException e) {
      throw new UncheckedIOException("the trust store of this JDK cannot be read", e);
    }
  }
}
