package io.pillion.sidecar.export;

import io.pillion.ipc.wire.TelemetryEvent;
import io.pillion.sidecar.config.Compression;
import io.pillion.sidecar.net.HttpClient;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches of one signal as OTLP over HTTP, in protobuf.
 *
 * <p><b>Failure.</b> What may pass (no connection, no answer in time, 429, 502, 503, 504) is tried
 * again for ever, with growing waits. Any other answer than 2xx refuses the batch for good, but 413
 * (too large), after which its halves are tried.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the result carries every outcome
public final class OtlpHttpExporter<T extends TelemetryEvent> implements SignalExporter<T> {
  private final OtlpSignal<T> signal;
  private final HttpClient client;
  private final Delivery.Means means;
  private final ExportMeter meter;
  private final Compression compression;
  private final Map<Long, CompletableFuture<ExportResult>> underWay = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private volatile boolean closed;

  /**
   * Sends through {@code client}, which it owns.
   *
   * @param signal what the batches are of
   * @param headers added to those that OTLP needs
   * @param scheduler runs repetitions; stays the caller's
   */
  public OtlpHttpExporter(
      OtlpSignal<T> signal,
      HttpClient client,
      Map<String, String> headers,
      Compression compression,
      RetryPolicy retryPolicy,
      ScheduledExecutorService scheduler,
      ExportMeter meter,
      Clock clock) {
    this.signal = signal;
    this.client = client;
    this.compression = compression;
    this.meter = meter;
    this.means =
        new Delivery.Means(
            client, requestHeaders(headers, compression), retryPolicy, scheduler, meter, clock);
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
    byte[] body = RequestBody.of(signal.request(batch), compression);
    Delivery.Parcel parcel = new Delivery.Parcel(body, batch.size(), signal.items(batch));
    new Delivery(means, parcel, result, () -> deliverHalves(batch, result)).start();
  }

  private void deliverHalves(Batch<T> batch, CompletableFuture<ExportResult> result) {
    BatchHalves<T> halves = BatchHalves.of(batch);
    CompletableFuture<ExportResult> first = dependentOn(result);
    CompletableFuture<ExportResult> second = dependentOn(result);
    first.thenCombine(second, OtlpHttpExporter::sum).thenAccept(result::complete);
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
    client.close();
  }

  private static Map<String, String> requestHeaders(
      Map<String, String> configured, Compression compression) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("User-Agent", "pillion-sidecar");
    headers.putAll(configured);
    headers.put("Content-Type", "application/x-protobuf");
    if (compression == Compression.GZIP) {
      headers.put("Content-Encoding", "gzip");
    }
    return headers;
  }
}
