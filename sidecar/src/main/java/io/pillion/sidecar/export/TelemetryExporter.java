package io.pillion.sidecar.export;

import io.pillion.ipc.wire.LogRecord;
import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import java.util.concurrent.CompletableFuture;

/**
 * Delivers batches to one back end.
 *
 * <p>Each method sends a batch, and again as often as it takes while failures may pass. What it
 * returns completes when the back end has given its final word, never exceptionally; stays open
 * while there is hope, and is cancelled by {@link #close}.
 *
 * <p><b>Threading.</b> The methods that export are called by the ingest thread only and do not
 * block; several batches may be under way.
 */
public interface TelemetryExporter extends AutoCloseable {

  /** Sends spans. */
  CompletableFuture<ExportResult> export(Batch<SpanRecord> batch);

  /** Sends metrics. */
  CompletableFuture<ExportResult> exportMetrics(Batch<MetricRecord> batch);

  /** Sends log records. */
  CompletableFuture<ExportResult> exportLogs(Batch<LogRecord> batch);

  /** Gives up what is under way (it stays in the queue for the next start) and frees resources. */
  @Override
  void close();
}
