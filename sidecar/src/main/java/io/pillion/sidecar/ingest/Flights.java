package io.pillion.sidecar.ingest;

import io.pillion.ipc.wire.TelemetryEvent;
import io.pillion.sidecar.export.Batch;
import io.pillion.sidecar.export.ExportResult;
import io.pillion.sidecar.export.TelemetryExporter;
import io.pillion.sidecar.log.EventLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Batches that are at the back end, in the order of reading. They are settled in that order, too: a
 * cursor never passes a batch that is still open.
 *
 * <p><b>Threading.</b> The ingest thread.
 */
final class Flights {
  private static final long SEND_AGAIN_NS = TimeUnit.SECONDS.toNanos(1);

  private final TelemetryExporter exporter;
  private final IngestLoop.Settings settings;
  private final Runnable onArrival;
  private final EventLog log;
  private final Deque<Flight> flights = new ArrayDeque<>();

  private record Flight(PendingBatch batch, CompletableFuture<BatchResult> result, long sentNs) {}

  /** Makes an empty list; {@code onArrival} is run, on any thread, when a batch may be settled. */
  Flights(
      TelemetryExporter exporter, IngestLoop.Settings settings, Runnable onArrival, EventLog log) {
    this.exporter = exporter;
    this.settings = settings;
    this.onArrival = onArrival;
    this.log = log;
  }

  boolean isEmpty() {
    return flights.isEmpty();
  }

  /** Whether no further batch should be sent for now. */
  boolean isFull() {
    return flights.size() >= settings.maxInFlight();
  }

  /** What is under way will be read and sent again. */
  void forget() {
    flights.forEach(flight -> flight.result().cancel(false));
    flights.clear();
  }

  void send(PendingBatch batch) {
    batch.send();
    if (settings.cursorBeforeAcknowledgement()) {
      batch.settle(BatchResult.NOTHING, this::cursorUnwritten);
    }
    flights.add(flight(batch));
    settleFinished();
  }

  private Flight flight(PendingBatch batch) {
    CompletableFuture<BatchResult> result =
        BatchResult.together(
            export(batch.spans(), exporter::export),
            export(batch.metrics(), exporter::exportMetrics),
            export(batch.logs(), exporter::exportLogs));
    if (!result.isDone()) {
      CompletableFuture<BatchResult> unused =
          result.whenComplete((word, failure) -> onArrival.run());
    }
    return new Flight(batch, result, System.nanoTime());
  }

  private static <T extends TelemetryEvent> CompletableFuture<ExportResult> export(
      SignalRecords<T> records, Function<Batch<T>, CompletableFuture<ExportResult>> exporter) {
    if (records.isEmpty()) {
      return BatchResult.none();
    }
    try {
      return exporter.apply(records.toBatch());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Settles what has come to its end, from the oldest on. */
  void settleFinished() {
    sendAgainIfFailed();
    for (Flight first = flights.peek();
        first != null && first.result().isDone() && !first.result().isCompletedExceptionally();
        first = flights.peek()) {
      flights.remove();
      if (!settings.cursorBeforeAcknowledgement()) {
        first.batch().settle(first.result().join(), this::cursorUnwritten);
      }
    }
  }

  /** An exporter that fails with an exception has broken its word; the batch is sent again. */
  private void sendAgainIfFailed() {
    Flight first = flights.peek();
    if (first == null
        || !first.result().isCompletedExceptionally()
        || first.result().isCancelled()
        || System.nanoTime() - first.sentNs() < SEND_AGAIN_NS) {
      return;
    }
    log.error("exporter failed, sending the batch again", "records", first.batch().exported());
    flights.remove();
    flights.addFirst(flight(first.batch()));
  }

  private void cursorUnwritten(SessionIntake intake, Throwable cause) {
    if (intake.cursorFailed()) {
      log.warn("cursor cannot be stored", "session", intake.id(), "cause", cause);
    }
  }
}
