package io.pillion.agent.bootstrap;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where instrumentations find the agent. Before the agent is ready, and if it fails to start, every
 * call answers "do not touch".
 *
 * <p><b>Threading.</b> Any thread.
 */
public final class Agent {
  private static final HttpInstrumenter ABSENT =
      new HttpInstrumenter() {
        @Override
        public @Nullable HttpServerExchange startServer(HttpServerRequest request) {
          return null;
        }

        @Override
        public @Nullable HttpClientExchange startClient(HttpClientRequest request) {
          return null;
        }

        @Override
        public @Nullable HttpServerExchange currentServer() {
          return null;
        }
      };

  private static final ContextCarrier NO_CONTEXT =
      new ContextCarrier() {
        @Override
        public @Nullable Object capture() {
          return null;
        }

        @Override
        public Object nothing() {
          return this;
        }

        @Override
        public void attach(Object captured) {}

        @Override
        public void detach(Object captured) {}
      };

  private static final AtomicLong ADVICE_FAILURES = new AtomicLong();
  private static volatile HttpInstrumenter http = ABSENT;
  private static volatile ContextCarrier context = NO_CONTEXT;
  private static volatile AppLogs logs = new NoLogs();

  private static volatile @Nullable SpanInstrumenter spans;
  private static volatile @Nullable WorkContext work;

  private Agent() {}

  /** The entry for HTTP servers and clients; never null. */
  public static HttpInstrumenter http() {
    return http;
  }

  /** What takes the current span from thread to thread; never null. */
  public static ContextCarrier context() {
    return context;
  }

  /** The entry for logging libraries; never null. */
  public static AppLogs logs() {
    return logs;
  }

  /** Called once by the agent, before {@link #install}. */
  public static void installLogs(AppLogs appLogs) {
    logs = appLogs;
  }

  /** Called once by the agent when it can serve instrumentations. */
  public static void install(HttpInstrumenter instrumenter, ContextCarrier carrier) {
    http = instrumenter;
    context = carrier;
  }

  /** Starts spans of the application's own; null before the agent is ready. */
  public static @Nullable SpanInstrumenter spans() {
    return spans;
  }

  /** What the calling thread works for, for libraries with a context; null before all is ready. */
  public static @Nullable WorkContext work() {
    return work;
  }

  /** Called once by the agent when it can serve the spans of applications. */
  public static void installSpans(SpanInstrumenter instrumenter, WorkContext context) {
    spans = instrumenter;
    work = context;
  }

  /** Where advice sends what it caught: counted, never shown to the application. */
  public static void adviceFailed(Throwable failure) {
    ADVICE_FAILURES.incrementAndGet();
  }

  /** How many times advice caught something since the start. */
  public static long adviceFailures() {
    return ADVICE_FAILURES.get();
  }
}
