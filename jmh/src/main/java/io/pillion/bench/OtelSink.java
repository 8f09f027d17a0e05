package io.pillion.bench;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's side: its BatchSpanProcessor before an exporter that accepts and discards. */
abstract sealed class OtelSink implements SpanSink {
  private final Discarding exporter = new Discarding();
  final BatchSpanProcessor processor;

  OtelSink(int queueSize) {
    processor = BatchSpanProcessor.builder(exporter).setMaxQueueSize(queueSize).build();
  }

  @Override
  public final long delivered(long offered) {
    processor.forceFlush().join(5, TimeUnit.SECONDS);
    return exporter.spans.get();
  }

  @Override
  public final void close() {
    processor.shutdown().join(5, TimeUnit.SECONDS);
  }

  private static Span start(Tracer tracer, Context parent) {
    return tracer
        .spanBuilder(HttpSample.METHOD)
        .setParent(parent)
        .setSpanKind(SpanKind.SERVER)
        .startSpan();
  }

  private static void fill(Span span) {
    span.updateName(HttpSample.SPAN_NAME);
    span.setAttribute(Keys.METHOD, HttpSample.METHOD);
    span.setAttribute(Keys.SCHEME, HttpSample.SCHEME);
    span.setAttribute(Keys.PATH, HttpSample.PATH);
    span.setAttribute(Keys.ROUTE, HttpSample.ROUTE);
    span.setAttribute(Keys.PROTOCOL_VERSION, HttpSample.PROTOCOL_VERSION);
    span.setAttribute(Keys.SERVER_ADDRESS, HttpSample.SERVER_ADDRESS);
    span.setAttribute(Keys.SERVER_PORT, (long) HttpSample.SERVER_PORT);
    span.setAttribute(Keys.PEER_ADDRESS, HttpSample.PEER_ADDRESS);
    span.setAttribute(Keys.CLIENT_ADDRESS, HttpSample.PEER_ADDRESS);
    span.setAttribute(Keys.USER_AGENT, HttpSample.USER_AGENT);
    span.setAttribute(Keys.STATUS, (long) HttpSample.STATUS);
  }

  /** Hands over spans that ended before the measurement. */
  static final class Handoff extends OtelSink {
    private final ReadableSpan[] spans;

    Handoff(int queueSize) {
      super(queueSize);
      spans = endedSpans();
    }

    private static ReadableSpan[] endedSpans() {
      Collecting ended = new Collecting();
      try (SdkTracerProvider provider =
          SdkTracerProvider.builder().addSpanProcessor(ended).build()) {
        Tracer tracer = provider.get(HttpSample.SCOPE);
        for (int i = 0; i < Spans.COUNT; i++) {
          Span span = start(tracer, Context.root());
          fill(span);
          span.end();
        }
      }
      return ended.spans.toArray(new ReadableSpan[0]);
    }

    @Override
    public void offer(int number) {
      processor.onEnd(spans[number & (Spans.COUNT - 1)]);
    }
  }

  /** A whole span as an instrumentation makes it. */
  static final class Life extends OtelSink {
    private final HttpSample request = new HttpSample();
    private final Headers headers = new Headers();
    private final W3CTraceContextPropagator propagator = W3CTraceContextPropagator.getInstance();
    private final Tracer tracer =
        SdkTracerProvider.builder().addSpanProcessor(processor).build().get(HttpSample.SCOPE);

    Life(int queueSize) {
      super(queueSize);
    }

    @Override
    public void offer(int number) {
      Span span = start(tracer, propagator.extract(Context.root(), request, headers));
      Scope current = span.makeCurrent();
      try {
        fill(span);
      } finally {
        current.close();
      }
      span.end();
    }
  }

  private static final class Keys {
    static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
    static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    static final AttributeKey<String> PROTOCOL_VERSION =
        AttributeKey.stringKey("network.protocol.version");
    static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
    static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    static final AttributeKey<String> PEER_ADDRESS = AttributeKey.stringKey("network.peer.address");
    static final AttributeKey<String> CLIENT_ADDRESS = AttributeKey.stringKey("client.address");
    static final AttributeKey<String> USER_AGENT = AttributeKey.stringKey("user_agent.original");
    static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

    private Keys() {}
  }

  private static final class Headers implements TextMapGetter<HttpSample> {
    @Override
    public Iterable<String> keys(HttpSample carrier) {
      return List.of();
    }

    @Override
    public @Nullable String get(@Nullable HttpSample carrier, String key) {
      return carrier == null ? null : carrier.header(key);
    }
  }

  private static final class Collecting implements SpanProcessor {
    final List<ReadableSpan> spans = new ArrayList<>();

    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      spans.add(span);
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }

  private static final class Discarding implements SpanExporter {
    final AtomicLong spans = new AtomicLong();

    @Override
    public CompletableResultCode export(Collection<SpanData> batch) {
      spans.addAndGet(batch.size());
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
