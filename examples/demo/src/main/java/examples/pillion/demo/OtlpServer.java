package examples.pillion.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * The network side of a back end: hands every span that arrives to its taker. Built on the
 * published OTLP classes alone, so that what is counted behind it is independent of what it judges.
 *
 * <p>It takes OTLP over HTTP (protobuf, plain or gzip) and acknowledges late: whoever forgets spans
 * before the acknowledgement loses them here when it is killed.
 *
 * <p><b>Threading.</b> All methods may be called from any thread; the taker is called from several.
 */
public final class OtlpServer implements AutoCloseable {

  /** What to do with the next exports. */
  public enum Mood {
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
  private final Consumer<ReceivedSpan> taker;
  private volatile Consumer<ExportMetricsServiceRequest> metricsTaker = request -> {};
  private volatile Consumer<ExportLogsServiceRequest> logsTaker = request -> {};
  private final AtomicLong malformed = new AtomicLong();
  private volatile Duration acknowledgeAfter;
  private volatile Mood mood = Mood.ACCEPT;

  /** Listens on a free port of the loopback address. */
  public OtlpServer(Duration acknowledgeAfter, Consumer<ReceivedSpan> taker) throws IOException {
    this.acknowledgeAfter = acknowledgeAfter;
    this.taker = taker;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(readers);
    server.createContext("/v1/traces", exchange -> export(exchange, this::takeTraces));
    server.createContext("/v1/metrics", exchange -> export(exchange, this::takeMetrics));
    server.createContext("/v1/logs", exchange -> export(exchange, this::takeLogs));
    server.start();
  }

  /** Base address, without the signal's path. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Hands on what comes as metrics from now on; until then it is only acknowledged. */
  public void onMetrics(Consumer<ExportMetricsServiceRequest> metrics) {
    metricsTaker = metrics;
  }

  /** Hands on what comes as log records from now on; until then it is only acknowledged. */
  public void onLogs(Consumer<ExportLogsServiceRequest> logs) {
    logsTaker = logs;
  }

  public void mood(Mood next) {
    mood = next;
  }

  public void acknowledgeAfter(Duration delay) {
    acknowledgeAfter = delay;
  }

  private interface Taker {
    void take(InputStream body) throws IOException;
  }

  private void export(HttpExchange exchange, Taker body) throws IOException {
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
      read(exchange, body);
    } catch (IOException e) {
      malformed.incrementAndGet();
      exchange.sendResponseHeaders(400, -1);
      exchange.close();
      return;
    }
    acknowledgeLater(exchange);
  }

  private static void read(HttpExchange exchange, Taker taker) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (!PROTOBUF.equals(type)) {
      throw new IOException("not otlp: contentType=" + type);
    }
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream raw = exchange.getRequestBody();
        InputStream body = gzip ? new GZIPInputStream(raw) : raw) {
      taker.take(body);
    }
  }

  private void takeMetrics(InputStream body) throws IOException {
    metricsTaker.accept(ExportMetricsServiceRequest.parseFrom(body));
  }

  private void takeLogs(InputStream body) throws IOException {
    logsTaker.accept(ExportLogsServiceRequest.parseFrom(body));
  }

  private void takeTraces(InputStream body) throws IOException {
    ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
    for (ResourceSpans resource : request.getResourceSpansList()) {
      String service =
          ReceivedSpan.attributes(resource.getResource().getAttributesList())
              .getOrDefault("service.name", "unknown");
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          taker.accept(ReceivedSpan.of(service, scope.getScope(), span));
        }
      }
    }
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

  /** Number of exports that could not be understood. */
  public long malformedExports() {
    return malformed.get();
  }

  @Override
  public void close() {
    server.stop(0);
    readers.shutdownNow();
    acknowledger.shutdownNow();
  }
}
