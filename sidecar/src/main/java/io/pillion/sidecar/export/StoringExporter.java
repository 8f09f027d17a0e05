package io.pillion.sidecar.export;

import io.pillion.ipc.wire.LogRecord;
import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import java.util.concurrent.CompletableFuture;

/** Shows each batch on the sidecar's page, then passes it on to its signal's back end. */
public final class StoringExporter implements TelemetryExporter {
  private final TraceStore traces;
  private final MetricStore metrics;
  private final SignalExporter<SpanRecord> spanExporter;
  private final SignalExporter<MetricRecord> metricExporter;
  private final SignalExporter<LogRecord> logExporter;

  /** Owns the exporters and closes them. */
  public StoringExporter(
      TraceStore traces,
      MetricStore metrics,
      SignalExporter<SpanRecord> spanExporter,
      SignalExporter<MetricRecord> metricExporter,
      SignalExporter<LogRecord> logExporter) {
    this.traces = traces;
    this.metrics = metrics;
    this.spanExporter = spanExporter;
    this.metricExporter = metricExporter;
    this.logExporter = logExporter;
  }

  @Override
  public CompletableFuture<ExportResult> export(Batch<SpanRecord> batch) {
    traces.add(batch);
    return spanExporter.export(batch);
  }

  @Override
  public CompletableFuture<ExportResult> exportMetrics(Batch<MetricRecord> batch) {
    metrics.add(batch);
    return metricExporter.export(batch);
  }

  @Override
  public CompletableFuture<ExportResult> exportLogs(Batch<LogRecord> batch) {
    return logExporter.export(batch);
  }

  @Override
  public void close() {
    spanExporter.close();
    metricExporter.close();
    logExporter.close();
  }
}
