package io.pillion.sidecar.export;

import java.util.concurrent.CompletableFuture;

/** Shows each batch on the sidecar's page, then passes it on. */
public final class StoringExporter implements SpanExporter {
  private final TraceStore store;
  private final SpanExporter next;

  /** Owns {@code next} and closes it. */
  public StoringExporter(TraceStore store, SpanExporter next) {
    this.store = store;
    this.next = next;
  }

  @Override
  public CompletableFuture<ExportResult> export(SpanBatch batch) {
    store.add(batch);
    return next.export(batch);
  }

  @Override
  public void close() {
    next.close();
  }
}
