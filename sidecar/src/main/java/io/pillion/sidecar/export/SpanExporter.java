package io.pillion.sidecar.export;

import java.util.concurrent.CompletableFuture;

/**
 * Delivers batches to one back end.
 *
 * <p><b>Threading.</b> {@link #export} is called by the ingest thread only and does not block;
 * several batches may be under way.
 */
public interface SpanExporter extends AutoCloseable {

  /**
   * Sends a batch, and again as often as it takes while failures may pass.
   *
   * @return completes when the back end has given its final word, never exceptionally; stays open
   *     while there is hope, and is cancelled by {@link #close}
   */
  CompletableFuture<ExportResult> export(SpanBatch batch);

  /** Gives up what is under way (it stays in the queue for the next start) and frees resources. */
  @Override
  void close();
}
