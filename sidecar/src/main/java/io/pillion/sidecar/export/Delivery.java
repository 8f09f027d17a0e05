package io.pillion.sidecar.export;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.pillion.sidecar.net.AnswerTimeoutException;
import io.pillion.sidecar.net.HttpAnswer;
import io.pillion.sidecar.net.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
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
  private static final int TOO_LARGE = 413;
  private static final int MAX_DETAIL = 200;

  private final Means means;
  private final Parcel parcel;
  private final CompletableFuture<ExportResult> result;
  private final Runnable split;
  private volatile @Nullable Future<?> step;
  private int failures;

  /** What all deliveries of an exporter share. */
  record Means(
      HttpClient client,
      Map<String, String> headers,
      RetryPolicy retryPolicy,
      ScheduledExecutorService scheduler,
      ExportMeter meter,
      Clock clock) {}

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
    CompletableFuture<HttpAnswer> answer = means.client().post(means.headers(), parcel.body());
    step = answer;
    answer.whenComplete((word, failure) -> judge(word, failure, System.nanoTime() - start));
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

  private void judge(@Nullable HttpAnswer answer, @Nullable Throwable failure, long nanos) {
    if (result.isDone()) {
      return;
    }
    if (answer == null) {
      String reason = failure instanceof AnswerTimeoutException ? "timeout" : "connection";
      means.meter().requestFailed(reason, detail(failure), nanos);
      again(Duration.ZERO);
    } else if (answer.status() / 100 == 2) {
      means.meter().requestSucceeded(nanos);
      result.complete(accepted(answer));
    } else {
      String reason = "http_" + answer.status();
      means.meter().requestFailed(reason, detail(answer), nanos);
      refused(answer, reason);
    }
  }

  private void refused(HttpAnswer answer, String reason) {
    if (RetryPolicy.mayPass(answer.status())) {
      again(RetryAfter.parse(answer.header("retry-after"), means.clock()));
    } else if (answer.status() == TOO_LARGE && parcel.records() > 1) {
      split.run();
    } else {
      result.complete(new ExportResult(0, parcel.records(), reason));
    }
  }

  private void again(Duration asked) {
    failures++;
    means.meter().retried();
    Duration delay = means.retryPolicy().delay(failures, asked, ThreadLocalRandom.current());
    step = means.scheduler().schedule(this::attempt, delay.toNanos(), TimeUnit.NANOSECONDS);
    stopIfDone();
  }

  private ExportResult accepted(HttpAnswer answer) {
    ExportTracePartialSuccess partial = partialSuccess(answer);
    int rejected = rejectedRecords(partial.getRejectedSpans());
    if (!partial.getErrorMessage().isEmpty()) {
      means.meter().warned(shortened(partial.getErrorMessage()));
    }
    return new ExportResult(
        parcel.records() - rejected, rejected, rejected > 0 ? "partial_success" : null);
  }

  /** A metric has many points, and the answer does not say of which: the share is taken. */
  private int rejectedRecords(long rejectedItems) {
    if (rejectedItems <= 0) {
      return 0;
    }
    double share = parcel.items() == 0 ? 1 : (double) rejectedItems / parcel.items();
    return (int) Math.ceil(Math.min(1, share) * parcel.records());
  }

  /** Also of metrics and logs: their answers have the same fields under the same numbers. */
  private static ExportTracePartialSuccess partialSuccess(HttpAnswer answer) {
    try {
      return ExportTraceServiceResponse.parseFrom(answer.body()).getPartialSuccess();
    } catch (InvalidProtocolBufferException e) {
      // Many proxies and stores answer 200 with a text: the status is what counts.
      return ExportTracePartialSuccess.getDefaultInstance();
    }
  }

  /** The status, and the back end's own words if there are any. */
  private static String detail(HttpAnswer answer) {
    String status = "status=" + answer.status();
    String type = answer.header("content-type");
    if (type == null || !type.startsWith("application/x-protobuf")) {
      return status;
    }
    String message = RpcStatus.parse(answer.body()).message();
    return message.isEmpty() ? status : status + ": " + shortened(message);
  }

  private static String detail(@Nullable Throwable failure) {
    if (failure == null) {
      return "unknown";
    }
    String text = String.valueOf(failure.getMessage());
    Throwable cause = failure.getCause();
    String causeText = cause == null ? "" : String.valueOf(cause.getMessage());
    return shortened(text.contains(causeText) ? text : text + ": " + causeText);
  }

  private static String shortened(String text) {
    return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL);
  }
}
