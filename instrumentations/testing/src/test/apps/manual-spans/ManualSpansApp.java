package apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An application that makes spans of its own by the OpenTelemetry API. */
public final class ManualSpansApp {
  private static final ContextKey<String> KEY = ContextKey.named("own");
  private static final ExecutorService THREADS = Executors.newFixedThreadPool(2);

  private ManualSpansApp() {}

  /** Prints its port and serves until it is killed. */
  public static void main(String[] arguments) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/work", exchange -> answer(exchange, ManualSpansApp::work));
    server.createContext("/propagate", exchange -> answer(exchange, id -> propagate()));
    server.createContext("/failures", exchange -> answer(exchange, id -> failures()));
    server.start();
    System.out.println("port " + server.getAddress().getPort());
  }

  private interface Work {
    String of(String id) throws Exception;
  }

  private static void answer(HttpExchange exchange, Work work) throws IOException {
    byte[] body;
    try {
      String query = exchange.getRequestURI().getQuery();
      body =
          work.of(query == null ? "" : query.substring("id=".length()))
              .getBytes(StandardCharsets.UTF_8);
    } catch (Exception | LinkageError e) {
      body = ("failed " + e).getBytes(StandardCharsets.UTF_8);
    }
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Tracer tracer() {
    return GlobalOpenTelemetry.get().tracerBuilder("shop").setInstrumentationVersion("1.2").build();
  }

  /** Everything that the API offers, within one request; what it says of itself line by line. */
  private static String work(String id) throws Exception {
    StringBuilder said = new StringBuilder();
    Span server = Span.current();
    server.setAttribute("app.id", id).setAttribute("app.count", 7).addEvent("seen");
    said.append("server=").append(server.getSpanContext().getSpanId()).append('\n');
    said.append("remote=").append(server.getSpanContext().isRemote()).append('\n');
    said.append("tenant=").append(Baggage.current().getEntryValue("tenant")).append('\n');
    said.append("recording=").append(server.isRecording()).append('\n');
    said.append("same=").append(Span.current().equals(server)).append('\n');
    SpanContext linked =
        SpanContext.createFromRemoteParent(
            "12345678901234567890123456789012",
            "00000000000004d2",
            TraceFlags.getSampled(),
            TraceState.builder().put("a", "1").build());
    Span work =
        tracer()
            .spanBuilder("work")
            .setSpanKind(SpanKind.PRODUCER)
            .setAttribute("app.id", id)
            .setAttribute(AttributeKey.longArrayKey("numbers"), Arrays.asList(1L, 2L))
            .setAttribute(AttributeKey.stringArrayKey("words"), Arrays.asList("a", "b"))
            .setAttribute("ratio", 0.5)
            .setAttribute("truth", true)
            .addLink(linked, Attributes.of(AttributeKey.stringKey("why"), "batch"))
            .startSpan();
    try (Scope scope = work.makeCurrent()) {
      said.append("current=").append(Span.current() == work).append('\n');
      work.addEvent("weighed", Attributes.of(AttributeKey.doubleKey("kg"), 1.5));
      work.recordException(new IllegalStateException("no paper"));
      work.setStatus(StatusCode.ERROR, "no paper");
      work.updateName("worked");
      Context inner =
          Context.current()
              .with(KEY, "mine")
              .with(Baggage.current().toBuilder().put("step", "1").build());
      try (Scope innerScope = inner.makeCurrent()) {
        said.append("key=").append(Context.current().get(KEY)).append('\n');
        Child.call(id);
        THREADS.submit(Context.current().wrap(() -> inThread(id, said))).get(10, TimeUnit.SECONDS);
      }
      said.append("key-after=").append(Context.current().get(KEY)).append('\n');
    }
    said.append("restored=").append(Span.current().equals(server)).append('\n');
    work.end();
    work.setAttribute("late", true);
    said.append("ended=").append(work.isRecording()).append('\n');
    tracer().spanBuilder("forgotten").setAttribute("app.id", id).startSpan();
    tracer()
        .spanBuilder("root")
        .setNoParent()
        .setAttribute("app.id", id)
        .setStartTimestamp(1_700_000_000_000L, TimeUnit.MILLISECONDS)
        .startSpan()
        .end(1_700_000_000_250L, TimeUnit.MILLISECONDS);
    Span detached =
        tracer()
            .spanBuilder("remote-child")
            .setAttribute("app.id", id)
            .setParent(Context.root().with(Span.wrap(linked)))
            .startSpan();
    detached.end();
    try (Scope nothing = Context.root().makeCurrent()) {
      said.append("root=").append(Span.current().getSpanContext().isValid()).append('\n');
    }
    return said.toString();
  }

  private static void inThread(String id, StringBuilder said) {
    said.append("thread-key=").append(Context.current().get(KEY)).append('\n');
    Span span = tracer().spanBuilder("in-thread").setAttribute("app.id", id).startSpan();
    span.end();
  }

  /** What the API's propagators write and read. */
  private static String propagate() {
    Map<String, String> headers = new HashMap<>();
    TextMapSetter<Map<String, String>> setter = (map, name, value) -> map.put(name, value);
    GlobalOpenTelemetry.getPropagators()
        .getTextMapPropagator()
        .inject(Context.current(), headers, setter);
    Context read =
        GlobalOpenTelemetry.getPropagators()
            .getTextMapPropagator()
            .extract(Context.root(), headers, new Getter());
    return headers.containsKey("traceparent")
        + " "
        + headers.get("baggage")
        + " "
        + Span.fromContext(read).getSpanContext().isRemote();
  }

  private static final class Getter implements TextMapGetter<Map<String, String>> {
    @Override
    public Iterable<String> keys(Map<String, String> carrier) {
      return carrier == null ? Collections.<String>emptyList() : carrier.keySet();
    }

    @Override
    public String get(Map<String, String> carrier, String key) {
      return carrier == null ? null : carrier.get(key);
    }
  }

  /** How often the agent's code failed; -1 without an agent. */
  private static String failures() throws Exception {
    try {
      Class<?> agent = Class.forName("io.pillion.agent.bootstrap.Agent");
      return String.valueOf(agent.getMethod("adviceFailures").invoke(null));
    } catch (ClassNotFoundException e) {
      return "-1";
    }
  }
}
