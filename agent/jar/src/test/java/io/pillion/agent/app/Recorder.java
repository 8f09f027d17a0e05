package io.pillion.agent.app;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.ContextCarrier;
import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpClientRequest;
import io.pillion.agent.bootstrap.HttpHeaders;
import io.pillion.agent.bootstrap.HttpInstrumenter;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.agent.bootstrap.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the agent's runtime: denies paths that contain {@code denied}, hands on a trace
 * header, and remembers every exchange as one line.
 */
final class Recorder implements HttpInstrumenter, ContextCarrier {
  private static final String NOTHING = "";
  private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();
  private static final ThreadLocal<ArrayDeque<Optional<String>>> OUTER =
      ThreadLocal.withInitial(ArrayDeque::new);

  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger started = new AtomicInteger();
  private static final long INSTALL_NS = 5_000_000_000L;

  private final AtomicInteger ended = new AtomicInteger();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Takes the place of the agent's own instrumenter, once that is there. */
  static Recorder install() {
    long deadline = System.nanoTime() + INSTALL_NS;
    while (Agent.http().getClass().getClassLoader() == null && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(1_000_000);
    }
    Recorder recorder = new Recorder();
    Agent.install(recorder, recorder);
    return recorder;
  }

  /** The exchange that is current on this thread. */
  static @Nullable String current() {
    return CURRENT.get();
  }

  /** Prints what was recorded, having waited a while for exchanges still open. */
  void print() throws InterruptedException {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (ended.get() < started.get() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    lines.forEach(line -> System.out.println("span " + line));
    System.out.println("count started=" + started + " ended=" + ended);
    System.out.println("failures " + Agent.adviceFailures());
  }

  @Override
  public @Nullable HttpServerExchange startServer(HttpServerRequest request) {
    started.incrementAndGet();
    return new ServerRecord(request);
  }

  @Override
  public @Nullable HttpClientExchange startClient(HttpClientRequest request) {
    started.incrementAndGet();
    return new ClientRecord(request);
  }

  @Override
  public @Nullable HttpServerExchange currentServer() {
    return null;
  }

  @Override
  public @Nullable Object capture() {
    return NOTHING.equals(CURRENT.get()) ? null : CURRENT.get();
  }

  @Override
  public Object nothing() {
    return NOTHING;
  }

  @Override
  public void attach(Object captured) {
    OUTER.get().addLast(Optional.ofNullable(CURRENT.get()));
    CURRENT.set((String) captured);
  }

  @Override
  public void detach(Object captured) {
    CURRENT.set(OUTER.get().removeLast().orElse(null));
  }

  private static String error(@Nullable Throwable error) {
    return error == null ? "none" : error.getClass().getName() + ":" + error.getMessage();
  }

  private final class ServerRecord implements HttpServerExchange {
    private final String id = "server-" + ids.incrementAndGet();
    private final String description;
    private final boolean denied;
    private final AtomicInteger ends = new AtomicInteger();
    private volatile @Nullable String route;
    private @Nullable String previous;

    ServerRecord(HttpServerRequest request) {
      denied = request.rawPath().contains("denied");
      description =
          request.method()
              + " "
              + request.scheme()
              + " raw="
              + request.rawPath()
              + " resolved="
              + request.resolvedPath()
              + " query="
              + request.query()
              + " protocol="
              + request.protocolVersion()
              + " parent="
              + request.headers("traceparent")
              + " x-absent="
              + request.header("x-absent")
              + " peer="
              + request.peerAddress()
              + " ports="
              + (request.peerPort() > 0 && request.localPort() > 0);
    }

    @Override
    public boolean denied() {
      return denied;
    }

    @Override
    public int denialStatus() {
      return 403;
    }

    @Override
    public String denialBody() {
      return "denied by policy\n";
    }

    @Override
    public void attach() {
      previous = CURRENT.get();
      CURRENT.set(id);
    }

    @Override
    public void detach() {
      CURRENT.set(previous);
    }

    @Override
    public void route(String template) {
      route = template;
    }

    @Override
    public void responseHeaders(HttpHeaders headers) {
      headers.header("x-any");
    }

    @Override
    public void end(int statusCode, @Nullable Throwable error) {
      if (ends.incrementAndGet() == 1) {
        lines.add(
            description + " route=" + route + " status=" + statusCode + " error=" + error(error));
        ended.incrementAndGet();
      }
    }
  }

  private final class ClientRecord implements HttpClientExchange {
    private final String id = "client-" + ids.incrementAndGet();
    private final String description;
    private final AtomicInteger ends = new AtomicInteger();

    ClientRecord(HttpClientRequest request) {
      description =
          request.method()
              + " "
              + request.scheme()
              + " host="
              + request.host()
              + " port="
              + (request.port() > 0)
              + " url="
              + request.url().replaceAll(":[0-9]+", ":port")
              + " app-header="
              + request.header("x-app")
              + " parent="
              + CURRENT.get();
    }

    @Override
    public void injectHeaders(HeaderSetter setter) {
      setter.set("traceparent", id);
    }

    @Override
    public void responseHeaders(HttpHeaders headers) {
      headers.header("x-any");
    }

    @Override
    public void end(int statusCode, @Nullable String protocolVersion, @Nullable Throwable error) {
      if (ends.incrementAndGet() == 1) {
        lines.add(
            description
                + " status="
                + statusCode
                + " protocol="
                + protocolVersion
                + " error="
                + error(error));
        ended.incrementAndGet();
      }
    }
  }
}
