package io.pillion.sidecar.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** An OTLP back end on loopback that answers as the test says, then 200. */
public final class FakeBackend implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private volatile int mostSpans = Integer.MAX_VALUE;
  private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
  public final List<Received> received = new CopyOnWriteArrayList<>();

  /** What to answer; a status of 0 closes the connection without an answer. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Answer(int status, String retryAfter, byte[] body) {
    public static Answer of(int status) {
      return new Answer(status, null, new byte[0]);
    }
  }

  /** What came. */
  public record Received(
      String path, Headers headers, ExportTraceServiceRequest request, long nanos) {
    public int spans() {
      return request.getResourceSpansList().stream()
          .flatMap(resource -> resource.getScopeSpansList().stream())
          .mapToInt(scope -> scope.getSpansCount())
          .sum();
    }
  }

  public FakeBackend() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public URI traces() {
    return base().resolve("/v1/traces");
  }

  public FakeBackend then(Answer answer) {
    script.add(answer);
    return this;
  }

  /** Answers larger requests by 413, whatever the script says. */
  public FakeBackend takesAtMost(int spans) {
    mostSpans = spans;
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Received request =
        new Received(
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders(),
            decode(exchange, body),
            System.nanoTime());
    received.add(request);
    Answer answer = request.spans() > mostSpans ? Answer.of(413) : script.poll();
    if (answer == null) {
      answer = Answer.of(200);
    }
    if (answer.status() == 0) {
      exchange.close();
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    if (answer.retryAfter() != null) {
      exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
    }
    exchange.sendResponseHeaders(
        answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
    exchange.getResponseBody().write(answer.body());
    exchange.close();
  }

  private static ExportTraceServiceRequest decode(HttpExchange exchange, byte[] body)
      throws IOException {
    InputStream in = new ByteArrayInputStream(body);
    if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      in = new GZIPInputStream(in);
    }
    try {
      return ExportTraceServiceRequest.parseFrom(in);
    } catch (InvalidProtocolBufferException e) {
      return ExportTraceServiceRequest.getDefaultInstance();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
