package io.pillion.sidecar;

import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.export.ExportMeter;
import io.pillion.sidecar.export.MemoryExporter;
import io.pillion.sidecar.export.OtlpHttpExporter;
import io.pillion.sidecar.export.RetryPolicy;
import io.pillion.sidecar.export.SpanExporter;
import io.pillion.sidecar.export.StoringExporter;
import io.pillion.sidecar.export.TraceStore;
import io.pillion.sidecar.net.HttpClient;
import io.pillion.sidecar.net.NetThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;

/** Chooses the exporter that the settings ask for. */
final class Exporters {
  private Exporters() {}

  /** To the back end, or to nowhere if there is none; in both cases by way of the store. */
  static SpanExporter of(
      SidecarConfig config, NetThreads threads, TraceStore store, ExportMeter meter, Clock clock) {
    URI endpoint = config.tracesEndpoint();
    return new StoringExporter(
        store,
        endpoint == null
            ? new MemoryExporter(meter)
            : otlp(config, endpoint, threads, meter, clock));
  }

  private static SpanExporter otlp(
      SidecarConfig config, URI endpoint, NetThreads threads, ExportMeter meter, Clock clock) {
    try {
      return new OtlpHttpExporter(
          new HttpClient(threads, endpoint, config.exportTimeout()),
          config.exportHeaders(),
          config.exportCompression(),
          new RetryPolicy(config.retryInitialBackoff(), config.retryMaxBackoff()),
          threads.scheduler(),
          meter,
          clock);
    } catch (IOException e) {
      throw new UncheckedIOException("the trust store of this JDK cannot be read", e);
    }
  }
}
