package io.pillion.agent.http;

import io.pillion.agent.bootstrap.HttpHeaders;
import io.pillion.agent.span.SpanContent;
import io.pillion.agent.telemetry.Failure;
import io.pillion.agent.telemetry.TraceContext;
import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.SpanRecord;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A span in progress, and, once ended, the very object that travels to the writer thread: nothing
 * is copied on the application's thread, and nothing changes after the end.
 *
 * <p><b>Threading.</b> {@link #claimEnd} from any thread; whoever gets true, and nobody else, sets
 * what is known of the end and calls {@link #handOver}. {@link #encodeTo} by the writer thread,
 * after it.
 */
abstract class HttpSpan implements TelemetryItem {
  private static final AtomicIntegerFieldUpdater<HttpSpan> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(HttpSpan.class, "ended");

  private static final int LOWEST_STATUS = 100;

  private static final AtomicReferenceFieldUpdater<HttpSpan, SpanContent> ADDED =
      AtomicReferenceFieldUpdater.newUpdater(HttpSpan.class, SpanContent.class, "added");

  private final HttpTracing tracing;
  private final TraceContext context;
  private final @Nullable TraceContext parent;
  private final boolean parentIsRemote;
  private final long startNanoTime;
  private volatile int ended;
  private volatile @Nullable SpanContent added;
  private long endNanoTime;
  private int statusCode;
  private @Nullable String responseLength;
  private @Nullable List<HeaderCapture.Captured> requestHeaders;
  private @Nullable List<HeaderCapture.Captured> responseHeaders;
  private @Nullable Failure failure;

  HttpSpan(
      HttpTracing tracing,
      TraceContext context,
      @Nullable TraceContext parent,
      boolean parentIsRemote,
      long startNanoTime) {
    this.tracing = tracing;
    this.context = context;
    this.parent = parent;
    this.parentIsRemote = parentIsRemote;
    this.startNanoTime = startNanoTime;
  }

  /** The span's identity. */
  public final TraceContext context() {
    return context;
  }

  final HttpTracing tracing() {
    return tracing;
  }

  final int statusCode() {
    return statusCode;
  }

  /** What the application adds to this span; made when it is first asked for. */
  final SpanContent added() {
    SpanContent content = added;
    if (content == null) {
      ADDED.compareAndSet(this, null, new SpanContent());
      content = Objects.requireNonNull(added);
    }
    return content;
  }

  final boolean hasEnded() {
    return ended != 0;
  }

  /** Keeps what is recorded of the request's headers. To be called before anybody else knows it. */
  final void readRequest(HttpHeaders headers) {
    HeaderCapture capture = side().requestHeaders();
    if (capture != null && context.sampled()) {
      requestHeaders = capture.read(headers);
    }
  }

  /** Keeps what is recorded of the response's headers. */
  final void readResponse(HttpHeaders headers) {
    if (hasEnded()) {
      return;
    }
    if (side().sizes()) {
      responseLength = new PropertyReader<>(headers).text(h -> h.header("content-length"));
    }
    HeaderCapture capture = side().responseHeaders();
    if (capture != null && context.sampled()) {
      responseHeaders = capture.read(headers);
    }
  }

  /** Whether the caller is the one to end the span. */
  final boolean claimEnd() {
    return ENDED.compareAndSet(this, 0, 1);
  }

  /** Ends the span: from here on it belongs to the writer thread. */
  final void handOver(int status, @Nullable Throwable error) {
    endNanoTime = System.nanoTime();
    statusCode = status;
    failure = error == null ? null : context.sampled() ? Failure.of(error) : Failure.named(error);
    tracing.offer(this);
  }

  @Override
  public boolean important() {
    return isError();
  }

  @Override
  public final boolean isSpan() {
    return true;
  }

  private boolean isError() {
    SpanContent content = added;
    return failure != null || isErrorStatus() || (content != null && content.isError());
  }

  /** Whether the agent records an attribute of that key itself. */
  private boolean isOwn(String key) {
    if (key.equals("error.type")) {
      return failure != null || isErrorStatus();
    }
    return OwnKeys.contains(key)
        || isCaptured(key, requestHeaders)
        || isCaptured(key, responseHeaders);
  }

  private static boolean isCaptured(String key, @Nullable List<HeaderCapture.Captured> headers) {
    if (headers != null) {
      for (HeaderCapture.Captured header : headers) {
        if (header.key().equals(key)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the status means that this side of the exchange failed, or means nothing at all. */
  private boolean isErrorStatus() {
    return statusCode >= lowestErrorStatus() || (statusCode > 0 && statusCode < LOWEST_STATUS);
  }

  /** The status from which on this side of the exchange has failed. */
  abstract int lowestErrorStatus();

  /** What is recorded of exchanges of this kind. */
  abstract HttpSettings.Side side();

  abstract SpanRecord.Kind kind();

  abstract String name();

  /** Name of the instrumentation scope. */
  abstract String scope();

  /** Encodes what is particular to the kind, and counts in metrics. */
  abstract void encodeAttributes(RecordEncoder encoder);

  /** Encodes what else is to be seen of a span that is sampled; of others nobody sees it. */
  abstract void encodeDetails(RecordEncoder encoder);

  @Override
  public final void encodeTo(RecordEncoder encoder) {
    long start = tracing.clock().epochNanos(startNanoTime);
    SpanContent content = added;
    if (content != null) {
      content.freeze();
    }
    SpanRecord.Status status = isError() ? SpanRecord.Status.ERROR : SpanRecord.Status.UNSET;
    String renamed = content == null ? null : content.name();
    encoder.beginSpan(
        context.traceIdHigh(),
        context.traceIdLow(),
        context.spanId(),
        parent == null ? 0 : parent.spanId(),
        (context.flags() & TraceContext.W3C_FLAGS)
            | (parentIsRemote ? SpanRecord.PARENT_IS_REMOTE : 0),
        kind(),
        content == null ? status : content.status(status),
        start,
        start + (endNanoTime - startNanoTime),
        renamed == null ? name() : renamed,
        scope());
    encodeAttributes(encoder);
    if (context.sampled()) {
      encoder.traceState(context.traceState());
      encodeDetails(encoder);
      encodeHeaders(encoder, requestHeaders);
      encodeHeaders(encoder, responseHeaders);
    }
    if (statusCode > 0) {
      encoder.attribute("http.response.status_code", statusCode);
    }
    encodeSize(encoder, "http.response.body.size", responseLength);
    encodeError(encoder, start + (endNanoTime - startNanoTime));
    if (content != null) {
      content.encodeTo(encoder, this::isOwn);
    }
  }

  private static void encodeHeaders(
      RecordEncoder encoder, @Nullable List<HeaderCapture.Captured> headers) {
    if (headers != null) {
      for (HeaderCapture.Captured header : headers) {
        encoder.attribute(header.key(), header.values());
      }
    }
  }

  private void encodeError(RecordEncoder encoder, long endEpochNanos) {
    if (isErrorStatus()) {
      encoder.attributeOfFew("error.type", Integer.toString(statusCode));
    } else if (failure != null) {
      encoder.attributeOfFew("error.type", failure.type());
    }
    if (failure != null && context.sampled()) {
      encoder.event(endEpochNanos, "exception");
      encoder.eventAttribute("exception.type", failure.type());
      encoder.eventAttribute("exception.message", failure.message());
      encoder.eventAttribute("exception.stacktrace", failure.stackTrace());
    }
  }

  /** The size that a {@code Content-Length} header names. What is no such size is left out. */
  static void encodeSize(RecordEncoder encoder, String key, @Nullable String contentLength) {
    if (contentLength != null && !contentLength.isEmpty() && contentLength.length() <= 18) {
      long size = 0;
      for (int i = 0; i < contentLength.length(); i++) {
        char c = contentLength.charAt(i);
        if (c < '0' || c > '9') {
          return;
        }
        size = size * 10 + (c - '0');
      }
      encoder.attribute(key, size);
    }
  }

  /** The method by the semantic conventions. */
  final void encodeMethod(RecordEncoder encoder, @Nullable String method) {
    if (method != null && tracing.settings().methods.isKnown(method)) {
      encoder.attributeOfFew("http.request.method", method);
    } else {
      encoder.attributeOfFew("http.request.method", HttpMethods.OTHER);
      Attributes.putOfFew(encoder, "http.request.method_original", method);
    }
  }
}
