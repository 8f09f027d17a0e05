package io.pillion.sidecar.ingest;

import io.pillion.sidecar.export.ExportResult;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * The final words on the signals of one batch.
 *
 * @param spans also where there were none
 */
record BatchResult(ExportResult spans, ExportResult metrics, ExportResult logs) {
  private static final ExportResult NONE = new ExportResult(0, 0, null);

  /** Of a batch that holds nothing to export. */
  static final BatchResult NOTHING = new BatchResult(NONE, NONE, NONE);

  /** The word on a signal of which a batch holds nothing. */
  static CompletableFuture<ExportResult> none() {
    return CompletableFuture.completedFuture(NONE);
  }

  /**
   * Waits for all three. Whoever cancels the whole cancels the parts; a part that was cancelled, or
   * failed, makes the whole so.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the whole carries every outcome
  static CompletableFuture<BatchResult> together(
      CompletableFuture<ExportResult> spans,
      CompletableFuture<ExportResult> metrics,
      CompletableFuture<ExportResult> logs) {
    CompletableFuture<BatchResult> whole = new CompletableFuture<>();
    CompletableFuture.allOf(spans, metrics, logs)
        .whenComplete(
            (ended, failure) -> {
              if (failure == null) {
                whole.complete(new BatchResult(spans.join(), metrics.join(), logs.join()));
              } else if (failure.getCause() instanceof CancellationException) {
                whole.cancel(false);
              } else {
                whole.completeExceptionally(failure);
              }
            });
    whole.whenComplete(
        (word, failure) -> {
          spans.cancel(false);
          metrics.cancel(false);
          logs.cancel(false);
        });
    return whole;
  }
}
