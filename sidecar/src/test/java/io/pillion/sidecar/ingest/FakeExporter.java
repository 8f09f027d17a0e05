package io.pillion.sidecar.ingest;

import io.pillion.ipc.wire.LogRecord;
import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.export.Batch;
import io.pillion.sidecar.export.ExportResult;
import io.pillion.sidecar.export.TelemetryExporter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is given, and gives its word at once or when the test says so. */
final class FakeExporter implements TelemetryExporter {
  private final boolean atOnce;
  final List<Batch<SpanRecord>> batches = new CopyOnWriteArrayList<>();
  final List<CompletableFuture<ExportResult>> words = new CopyOnWriteArrayList<>();
  final List<Batch<MetricRecord>> metrics = new CopyOnWriteArrayList<>();
  final List<Batch<LogRecord>> logs = new CopyOnWriteArrayList<>();
  final List<CompletableFuture<ExportResult>> logWords = new CopyOnWriteArrayList<>();
  volatile int failures;
  volatile int errors;

  FakeExporter(boolean atOnce) {
    this.atOnce = atOnce;
  }

  @Override
  public CompletableFuture<ExportResult> export(Batch<SpanRecord> batch) {
    if (failures > 0) {
      failures--;
      throw new IllegalStateException("on purpose");
    }
    if (errors > 0) {
      errors--;
      throw new OutOfMemoryError("on purpose");
    }
    CompletableFuture<ExportResult> word = new CompletableFuture<>();
    batches.add(batch);
    words.add(word);
    if (atOnce) {
      word.complete(new ExportResult(batch.size(), 0, null));
    }
    return word;
  }

  @Override
  public CompletableFuture<ExportResult> exportMetrics(Batch<MetricRecord> batch) {
    metrics.add(batch);
    return CompletableFuture.completedFuture(new ExportResult(batch.size(), 0, null));
  }

  @Override
  public CompletableFuture<ExportResult> exportLogs(Batch<LogRecord> batch) {
    logs.add(batch);
    CompletableFuture<ExportResult> word = new CompletableFuture<>();
    logWords.add(word);
    if (atOnce) {
      word.complete(new ExportResult(batch.size(), 0, null));
    }
    return word;
  }

  void accept(int batch) {
    words.get(batch).complete(new ExportResult(batches.get(batch).size(), 0, null));
  }

  void refuse(int batch, int spans) {
    words
        .get(batch)
        .complete(new ExportResult(batches.get(batch).size() - spans, spans, "http_400"));
  }

  /** Span ids in the order in which they came. */
  List<Long> spanIds() {
    List<Long> ids = new ArrayList<>();
    for (Batch<SpanRecord> batch : batches) {
      for (Batch.Group<SpanRecord> group : batch.groups()) {
        for (SpanRecord span : group.records()) {
          ids.add(span.spanId());
        }
      }
    }
    return ids;
  }

  @Override
  public void close() {
    words.forEach(word -> word.cancel(false));
  }
}
