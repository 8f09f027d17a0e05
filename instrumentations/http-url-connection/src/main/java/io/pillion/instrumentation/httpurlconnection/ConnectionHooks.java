package io.pillion.instrumentation.httpurlconnection;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpClientExchange;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * What the advice calls. Lives in the boot loader.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class ConnectionHooks {
  private static final OpenExchanges OPEN = new OpenExchanges(8192);
  private static final int FIRST_ERROR_STATUS = 400;

  private ConnectionHooks() {}

  /** The application wants to connect or to write; begins an exchange if there is none yet. */
  public static void begin(HttpURLConnection connection, String method) {
    OpenExchange unused = open(connection, method);
  }

  /** The application wants the response. Null if a call around this one does already. */
  public static @Nullable OpenExchange read(HttpURLConnection connection) {
    OpenExchange exchange = open(connection, connection.getRequestMethod());
    return exchange != null && exchange.startReading() ? exchange : null;
  }

  private static @Nullable OpenExchange open(HttpURLConnection connection, String method) {
    OpenExchange known = OPEN.get(connection);
    if (known != null || OPEN.isFull()) {
      return known;
    }
    HttpClientExchange started =
        Agent.http().startClient(new ConnectionRequest(connection, method));
    if (started == null) {
      return null;
    }
    OpenExchange exchange = new OpenExchange(started);
    OPEN.put(connection, exchange);
    return exchange;
  }

  /** The exchange that the connection is about to write; null if there is none. */
  public static @Nullable OpenExchange current(HttpURLConnection connection) {
    return OPEN.get(connection);
  }

  /** The connection could not be made, or the request not be written. */
  public static void fail(HttpURLConnection connection, Throwable thrown) {
    OpenExchange exchange = OPEN.get(connection);
    if (exchange != null && !exchange.isReading()) {
      OPEN.remove(connection);
      exchange.end(0, null, thrown);
    }
  }

  /** The response is there, or there will be none. */
  public static void end(
      HttpURLConnection connection, OpenExchange exchange, int status, @Nullable Throwable thrown) {
    OPEN.remove(connection);
    if (status > 0) {
      // For an error status the JDK throws an exception of its own making.
      exchange.end(status, connection, status >= FIRST_ERROR_STATUS ? null : thrown);
    } else if (thrown != null) {
      exchange.end(0, null, thrown);
    }
  }
}
