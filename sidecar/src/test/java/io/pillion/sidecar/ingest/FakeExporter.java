package io.pillion.sidecar.ingest;

import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.export.ExportResult;
import io.pillion.sidecar.export.SpanBatch;
import io.pillion.sidecar.export.SpanExporter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is given, and gives its word at once or when the test says so. */
final class FakeExporter implements SpanExporter {
  private final boolean atOnce;
  final List<SpanBatch> batches = new CopyOnWriteArrayList<>();
  final List<CompletableFuture<ExportResult>> words = new CopyOnWriteArrayList<>();
  volatile int failures;

  FakeExporter(boolean atOnce) {
    this.atOnce = atOnce;
  }

  @Override
  public CompletableFuture<ExportResult> export(SpanBatch batch) {
    if (failures > 0) {
      failures--;
      throw new IllegalStateException("on purpose");
    }
    CompletableFuture<ExportResult> word = new CompletableFuture<>();
    batches.add(batch);
    words.add(word);
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
    for (SpanBatch batch : batches) {
      for (SpanBatch.Group group : batch.groups()) {
        for (SpanRecord span : group.spans()) {
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
