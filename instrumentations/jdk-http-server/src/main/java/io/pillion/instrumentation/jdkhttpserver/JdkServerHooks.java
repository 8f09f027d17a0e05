package io.pillion.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpServerExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the advice calls. Lives in the loader of the JDK's server.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class JdkServerHooks {
  private static final String SERVER_PACKAGE = "sun.net.httpserver.";

  private JdkServerHooks() {}

  /**
   * An exchange enters a filter chain.
   *
   * @return the exchange if this call is the one to {@link #exit}, the mark of a denial, or null
   */
  public static @Nullable Object enter(HttpExchange exchange) {
    if (!exchange.getClass().getName().startsWith(SERVER_PACKAGE)) {
      // A wrapper of the application's, or another server behind this API.
      return null;
    }
    OutputStream body = exchange.getResponseBody();
    if (body instanceof TrackedResponseBody tracked) {
      JdkServerExchange known = tracked.exchange();
      return known.enter() ? known : null;
    }
    return begin(exchange, body);
  }

  private static @Nullable Object begin(HttpExchange exchange, OutputStream body) {
    HttpServerExchange span = Agent.http().startServer(new JdkServerRequest(exchange));
    if (span == null) {
      return null;
    }
    span.route(exchange.getHttpContext().getPath());
    if (span.denied()) {
      deny(exchange, span);
      return DeniedJdkServerExchange.INSTANCE;
    }
    JdkServerExchange begun = new JdkServerExchange(exchange, span);
    exchange.setStreams(null, new TrackedResponseBody(body, begun));
    begun.enter();
    return begun;
  }

  /** Answers in place of the application. Whatever fails, the application does not run. */
  private static void deny(HttpExchange exchange, HttpServerExchange span) {
    int status = span.denialStatus();
    Throwable failure = null;
    try {
      answer(exchange, status, span.denialBody().getBytes(StandardCharsets.UTF_8));
    } catch (Throwable e) {
      failure = e;
    }
    try {
      exchange.close();
    } catch (RuntimeException e) {
      failure = e;
    }
    span.end(status, failure);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    if (body.length == 0 || isHead(exchange)) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** The call that {@link #enter} began is over. */
  public static void exit(@Nullable Object entered, @Nullable Throwable thrown) {
    if (entered instanceof JdkServerExchange exchange) {
      exchange.exit(thrown);
    }
  }

  /** The application sent, or failed to send, status and headers. */
  public static void headersSent(
      HttpExchange exchange, int status, long length, @Nullable Throwable thrown) {
    JdkServerExchange known = known(exchange);
    if (known == null || thrown != null) {
      return;
    }
    if (length == -1 || status == 204 || status == 304 || isHead(exchange)) {
      known.answered(null);
    }
  }

  /** The stream to put into an exchange in place of the one given; null to leave it. */
  public static @Nullable OutputStream replacingBody(
      HttpExchange exchange, @Nullable OutputStream body) {
    JdkServerExchange known = body == null ? null : known(exchange);
    return body == null || known == null ? null : new TrackedResponseBody(body, known);
  }

  /** The application closed the exchange. */
  public static void closed(HttpExchange exchange) {
    JdkServerExchange known = known(exchange);
    if (known != null) {
      known.answered(null);
    }
  }

  private static boolean isHead(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("HEAD");
  }

  private static @Nullable JdkServerExchange known(HttpExchange exchange) {
    OutputStream body = exchange.getResponseBody();
    return body instanceof TrackedResponseBody tracked ? tracked.exchange() : null;
  }
}
