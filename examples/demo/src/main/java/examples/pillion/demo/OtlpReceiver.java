package examples.pillion.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/**
 * A trace back end that remembers every span it was sent, and how often. Built on the published
 * OTLP classes alone, so that its count is independent of what it judges.
 *
 * <p>It takes OTLP over HTTP (protobuf, plain or gzip) and acknowledges late: whoever forgets spans
 * before the acknowledgement loses them here when it is killed.
 *
 * <p><b>Threading.</b> All methods may be called from any thread.
 */
final class OtlpReceiver implements AutoCloseable {

  /** What to do with the next exports. */
  enum Mood {
    /** Take and acknowledge them. */
    ACCEPT,
    /** Answer 503 without taking them. */
    REFUSE,
    /** Neither take nor answer them. */
    HANG
  }

  private static final String PROTOBUF = "application/x-protobuf";

  private final HttpServer server;
  private final ExecutorService readers = Executors.newCachedThreadPool();
  private final ScheduledExecutorService acknowledger = Executors.newScheduledThreadPool(1);
  private final Map<ReceivedSpan.Key, ReceivedSpan> spans = new ConcurrentHashMap<>();
  private final Map<ReceivedSpan.Key, AtomicInteger> arrivals = new ConcurrentHashMap<>();
  private final Map<ReceivedSpan.Key, Long> firstArrivals = new ConcurrentHashMap<>();
  private final AtomicLong malformed = new AtomicLong();
  private volatile Duration acknowledgeAfter;
  private volatile Mood mood = Mood.ACCEPT;

  /** Listens on a free port of the loopback address. */
  OtlpReceiver(Duration acknowledgeAfter) throws IOException {
    this.acknowledgeAfter = acknowledgeAfter;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(readers);
    server.createContext("/v1/traces", this::export);
    server.start();
  }

  /** Base address, without the signal's path. */
  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void mood(Mood next) {
    mood = next;
  }

  void acknowledgeAfter(Duration delay) {
    acknowledgeAfter = delay;
  }

  private void export(HttpExchange exchange) throws IOException {
    Mood now = mood;
    if (now == Mood.HANG) {
      return;
    }
    if (now == Mood.REFUSE) {
      exchange.sendResponseHeaders(503, -1);
      exchange.close();
      return;
    }
    try {
      take(read(exchange));
    } catch (IOException e) {
      malformed.incrementAndGet();
      exchange.sendResponseHeaders(400, -1);
      exchange.close();
      return;
    }
    acknowledgeLater(exchange);
  }

  private static ExportTraceServiceRequest read(HttpExchange exchange) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (!PROTOBUF.equals(type)) {
      throw new IOException("not otlp: contentType=" + type);
    }
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream raw = exchange.getRequestBody();
        InputStream body = gzip ? new GZIPInputStream(raw) : raw) {
      return ExportTraceServiceRequest.parseFrom(body);
    }
  }

  private void take(ExportTraceServiceRequest request) {
    for (ResourceSpans resource : request.getResourceSpansList()) {
      String service =
          ReceivedSpan.attributes(resource.getResource().getAttributesList())
              .getOrDefault("service.name", "unknown");
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          take(ReceivedSpan.of(service, span));
        }
      }
    }
  }

  private void take(ReceivedSpan span) {
    firstArrivals.putIfAbsent(span.key(), System.currentTimeMillis());
    spans.put(span.key(), span);
    arrivals.computeIfAbsent(span.key(), key -> new AtomicInteger()).incrementAndGet();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a sender that left needs no acknowledgement
  private void acknowledgeLater(HttpExchange exchange) {
    long delayMillis = acknowledgeAfter.toMillis();
    acknowledger.schedule(() -> acknowledge(exchange), delayMillis, TimeUnit.MILLISECONDS);
  }

  private static void acknowledge(HttpExchange exchange) {
    try (exchange) {
      // An empty body is the encoding of a response without partial success.
      exchange.getResponseHeaders().set("Content-Type", PROTOBUF);
      exchange.sendResponseHeaders(200, -1);
    } catch (IOException e) {
      // The sender was killed while it waited: that is what the delay is for.
    }
  }

  /** How long after its end each span of these traces came here for the first time. */
  List<Duration> delays(Set<String> traceIds) {
    List<Duration> delays = new ArrayList<>();
    firstArrivals.forEach(
        (key, millis) -> {
          ReceivedSpan span = spans.get(key);
          if (span != null && traceIds.contains(key.traceId())) {
            delays.add(Duration.ofMillis(millis).minusNanos(span.endEpochNanos()));
          }
        });
    return delays;
  }

  /** Number of different spans received. */
  int distinctSpans() {
    return spans.size();
  }

  /** Number of spans that came more than once. */
  long duplicatedSpans() {
    return arrivals.values().stream().filter(count -> count.get() > 1).count();
  }

  /** Number of exports that could not be understood. */
  long malformedExports() {
    return malformed.get();
  }

  /** Different spans of one trace, by start time. */
  List<ReceivedSpan> trace(String traceId) {
    return spans.values().stream()
        .filter(span -> span.key().traceId().equals(traceId))
        .sorted(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
        .toList();
  }

  /** How many different spans arrived of each of the given traces; those without any are absent. */
  Map<String, Integer> spansPerTrace(Set<String> traceIds) {
    Map<String, Integer> counts = new HashMap<>();
    for (ReceivedSpan.Key key : spans.keySet()) {
      if (traceIds.contains(key.traceId())) {
        counts.merge(key.traceId(), 1, Integer::sum);
      }
    }
    return counts;
  }

  @Override
  public void close() {
    server.stop(0);
    readers.shutdownNow();
    acknowledger.shutdownNow();
  }
}
