package io.pillion.bench;

import com.sun.net.httpserver.HttpServer;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.agent.http.HttpTracing;
import io.pillion.agent.telemetry.Propagation;
import io.pillion.agent.telemetry.Sampler;
import io.pillion.agent.telemetry.SpanStart;
import io.pillion.ipc.AgentLink;
import io.pillion.ipc.AgentLinkConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Applications that say what they take, each in a process of its own. */
final class MemoryApp {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final int SPANS = 20_000;
  private static final int REQUESTS = 2_000;
  private static final long PAUSE_NS = 200_000;
  private static final int FAILED = 500;

  private MemoryApp() {}

  /** {@code link|http directory}. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[1]);
    if (arguments[0].equals("link")) {
      link(directory);
    } else {
      http(directory);
    }
  }

  /** Before there is a link, with one that has worked, and with a ring full of spans. */
  private static void link(Path directory) {
    Footprint.take(directory);
    Footprint.take(directory).print();
    BenchLink bench = BenchLink.start(directory);
    if (!Await.until(START_LIMIT, bench::policyTold)) {
      throw new IllegalStateException("no session came up: directory=" + directory);
    }
    HttpTracing tracing = tracing(bench.link(), bench);
    for (int i = 0; i < SPANS; i++) {
      span(tracing, HttpSample.STATUS);
      if (i % 16 == 0) {
        LockSupport.parkNanos(PAUSE_NS);
      }
    }
    Footprint.take(directory).print();
    AgentLink unstarted =
        new AgentLink(
            new AgentLinkConfig(directory, Map.of(), BenchLink.RING_SIZE, 2 << 20, 16 << 20),
            bench.listener());
    HttpTracing waiting = tracing(unstarted, bench);
    try {
      for (int i = 0; i < BenchLink.RING_SIZE; i++) {
        span(waiting, FAILED);
      }
      Footprint.take(directory).print();
    } finally {
      Reference.reachabilityFence(waiting);
    }
    bench.close();
  }

  private static HttpTracing tracing(AgentLink link, BenchLink bench) {
    return new HttpTracing(
        link,
        bench.gate(),
        new Propagation(Set.of("tracecontext", "baggage")),
        new SpanStart(Sampler.of("parentbased_always_on", 1)));
  }

  private static void span(HttpTracing tracing, int status) {
    HttpServerExchange exchange = tracing.startServer(new HttpSample());
    exchange.attach();
    exchange.route(HttpSample.ROUTE);
    exchange.detach();
    exchange.end(status, null);
  }

  /** A server and a client of it, as any application is, with an agent or without. */
  private static void http(Path directory) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(HttpSample.STATUS, -1);
          exchange.close();
        });
    server.start();
    URI uri =
        URI.create(
            "http://" + loopback.getHostAddress() + ":" + server.getAddress().getPort() + "/items");
    for (int i = 0; i < REQUESTS; i++) {
      try (InputStream in = uri.toURL().openStream()) {
        in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      LockSupport.parkNanos(PAUSE_NS);
    }
    Footprint.take(directory);
    Footprint.take(directory).print();
    server.stop(0);
  }
}
