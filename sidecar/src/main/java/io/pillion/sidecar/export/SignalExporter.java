package io.pillion.sidecar.export;

import io.pillion.ipc.wire.TelemetryEvent;
import java.util.concurrent.CompletableFuture;

/** Delivers batches of one signal, as {@link TelemetryExporter} tells. */
public interface SignalExporter<T extends TelemetryEvent> extends AutoCloseable {

  /** Sends a batch. */
  CompletableFuture<ExportResult> export(Batch<T> batch);

  @Override
  void close();
}
