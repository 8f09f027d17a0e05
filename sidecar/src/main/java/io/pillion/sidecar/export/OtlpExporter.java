package io.pillion.sidecar.export;

import io.pillion.ipc.wire.TelemetryEvent;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches of one signal as OTLP.
 *
 * <p><b>Failure.</b> What may pass, as no connection and no answer in time, is tried again for
 * ever, with growing waits. Of a batch that is too large the halves are tried; else what the back
 * end refuses is given up.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the result carries every outcome
public final class OtlpExporter<T extends TelemetryEvent> implements SignalExporter<T> {
  private final OtlpSignal<T> signal;
  private final OtlpTransport transport;
  private final Delivery.Means means;
  private final ExportMeter meter;
  private final Map<Long, CompletableFuture<ExportResult>> underWay = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private volatile boolean closed;

  /**
   * Sends through {@code transport}, which it owns.
   *
   * @param signal what the batches are of
   * @param scheduler runs repetitions; stays the caller's
   */
  public OtlpExporter(
      OtlpSignal<T> signal,
      OtlpTransport transport,
      RetryPolicy retryPolicy,
      ScheduledExecutorService scheduler,
      ExportMeter meter) {
    this.signal = signal;
    this.transport = transport;
    this.meter = meter;
    this.means = new Delivery.Means(transport, retryPolicy, scheduler, meter);
  }

  @Override
  public CompletableFuture<ExportResult> export(Batch<T> batch) {
    CompletableFuture<ExportResult> result = new CompletableFuture<>();
    CompletableFuture<ExportResult> delivery = dependentOn(result);
    meter.batchStarted();
    long id = lastId.incrementAndGet();
    underWay.put(id, result);
    delivery.whenComplete((word, failure) -> ended(id, word, result));
    if (closed) {
      result.cancel(false);
    }
    deliver(batch, delivery);
    return result;
  }

  /** Counts first: whoever hears of the result finds it in the counters. */
  private void ended(long id, @Nullable ExportResult word, CompletableFuture<ExportResult> result) {
    underWay.remove(id);
    if (word == null) {
      meter.batchCancelled();
    } else {
      meter.batchEnded(word);
      result.complete(word);
    }
  }

  private void deliver(Batch<T> batch, CompletableFuture<ExportResult> result) {
    if (result.isDone()) {
      return;
    }
    byte[] body = transport.encode(signal.request(batch));
    Delivery.Parcel parcel = new Delivery.Parcel(body, batch.size(), signal.items(batch));
    new Delivery(means, parcel, result, () -> deliverHalves(batch, result)).start();
  }

  private void deliverHalves(Batch<T> batch, CompletableFuture<ExportResult> result) {
    BatchHalves<T> halves = BatchHalves.of(batch);
    CompletableFuture<ExportResult> first = dependentOn(result);
    CompletableFuture<ExportResult> second = dependentOn(result);
    first.thenCombine(second, OtlpExporter::sum).thenAccept(result::complete);
    deliver(halves.first(), first);
    deliver(halves.second(), second);
  }

  /** A part of a delivery: given up with the whole. */
  private static CompletableFuture<ExportResult> dependentOn(
      CompletableFuture<ExportResult> whole) {
    CompletableFuture<ExportResult> part = new CompletableFuture<>();
    whole.whenComplete((word, failure) -> part.cancel(false));
    return part;
  }

  private static ExportResult sum(ExportResult a, ExportResult b) {
    return new ExportResult(
        a.delivered() + b.delivered(),
        a.rejected() + b.rejected(),
        a.reason() != null ? a.reason() : b.reason());
  }

  @Override
  public void close() {
    closed = true;
    underWay.values().forEach(result -> result.cancel(false));
    transport.close();
  }
}
