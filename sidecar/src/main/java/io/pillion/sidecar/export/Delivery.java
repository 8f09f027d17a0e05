package io.pillion.sidecar.export;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request body on its way to the back end, over as many attempts as it takes. Attempts follow
 * each other, so its state needs no lock.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the result carries every outcome
final class Delivery {
  private final Means means;
  private final Parcel parcel;
  private final CompletableFuture<ExportResult> result;
  private final Runnable split;
  private volatile @Nullable Future<?> step;
  private int failures;

  /** What all deliveries of an exporter share. */
  record Means(
      OtlpTransport transport,
      RetryPolicy retryPolicy,
      ScheduledExecutorService scheduler,
      ExportMeter meter) {}

  /**
   * A request body.
   *
   * @param records how many are in it
   * @param items the same as the back end counts them: of metrics, the points
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Parcel(byte[] body, int records, int items) {}

  /**
   * Prepares.
   *
   * @param result completed with the final word; attempts end when somebody else completes it
   * @param split called instead of completing when the body is too large and has several records
   */
  Delivery(Means means, Parcel parcel, CompletableFuture<ExportResult> result, Runnable split) {
    this.means = means;
    this.parcel = parcel;
    this.result = result;
    this.split = split;
  }

  void start() {
    result.whenComplete((word, failure) -> stop());
    attempt();
  }

  private void attempt() {
    if (result.isDone()) {
      return;
    }
    long start = System.nanoTime();
    CompletableFuture<Verdict> verdict = means.transport().send(parcel.body());
    step = verdict;
    verdict.whenComplete((word, failure) -> act(word, System.nanoTime() - start));
    stopIfDone();
  }

  private void stop() {
    Future<?> current = step;
    if (current != null) {
      current.cancel(false);
    }
  }

  /** The result may have been given up between the check and the step. */
  private void stopIfDone() {
    if (result.isDone()) {
      stop();
    }
  }

  private void act(@Nullable Verdict verdict, long nanos) {
    if (result.isDone()) {
      return;
    }
    if (verdict instanceof Verdict.Accepted accepted) {
      means.meter().requestSucceeded(nanos);
      result.complete(accepted(accepted.answer()));
    } else if (verdict instanceof Verdict.Failed failed) {
      means.meter().requestFailed(failed.reason(), failed.detail(), nanos);
      goOn(failed);
    }
  }

  private void goOn(Verdict.Failed failed) {
    if (failed.next() == Verdict.Next.AGAIN) {
      again(failed.asked());
    } else if (failed.next() == Verdict.Next.SMALLER && parcel.records() > 1) {
      split.run();
    } else {
      result.complete(new ExportResult(0, parcel.records(), failed.reason()));
    }
  }

  private void again(Duration asked) {
    failures++;
    means.meter().retried();
    Duration delay = means.retryPolicy().delay(failures, asked, ThreadLocalRandom.current());
    step = means.scheduler().schedule(this::attempt, delay.toNanos(), TimeUnit.NANOSECONDS);
    stopIfDone();
  }

  private ExportResult accepted(byte[] answer) {
    ExportTracePartialSuccess partial = partialSuccess(answer);
    int rejected = rejectedRecords(partial.getRejectedSpans());
    if (!partial.getErrorMessage().isEmpty()) {
      means.meter().warned(Verdict.shortened(partial.getErrorMessage()));
    }
    return new ExportResult(
        parcel.records() - rejected, rejected, rejected > 0 ? "partial_success" : null);
  }

  /** A metric has many points, and the answer does not say of which: the share is taken. */
  private int rejectedRecords(long rejectedItems) {
    if (rejectedItems <= 0) {
      return 0;
    }
    long items = parcel.items();
    return rejectedItems >= items
        ? parcel.records()
        : (int) ((rejectedItems * parcel.records() + items - 1) / items);
  }

  /** Also of metrics and logs: their answers have the same fields under the same numbers. */
  private static ExportTracePartialSuccess partialSuccess(byte[] answer) {
    try {
      return ExportTraceServiceResponse.parseFrom(answer).getPartialSuccess();
    } catch (InvalidProtocolBufferException e) {
      // Many proxies and stores answer 200 with a text: the status is what counts.
      return ExportTracePartialSuccess.getDefaultInstance();
    }
  }
}
