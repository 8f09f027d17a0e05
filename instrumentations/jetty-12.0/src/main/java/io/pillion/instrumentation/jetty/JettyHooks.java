package io.pillion.instrumentation.jetty;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.agent.bootstrap.ServedRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What the advice calls.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class JettyHooks {
  private JettyHooks() {}

  /**
   * Nobody but the server answers this request.
   *
   * @return the mark of a denial, which has been answered, or null
   */
  public static @Nullable Object unclaimed(Request request, Response response, Callback callback) {
    if (request.getAttribute(ServedRequest.ATTRIBUTE) instanceof ServedRequest) {
      return null;
    }
    HttpServerExchange exchange = Agent.http().startServer(new JettyRequest(request));
    if (exchange == null) {
      return null;
    }
    ServedRequest served = new ServedRequest(exchange);
    endWithStream(served, request, response);
    if (!exchange.denied()) {
      return null;
    }
    deny(response, callback, exchange);
    return DeniedJettyRequest.INSTANCE;
  }

  /** Whatever fails, a denied request is denied, and the exchange ends. */
  private static void endWithStream(ServedRequest served, Request request, Response response) {
    served.claimEnd();
    try {
      request.setAttribute(ServedRequest.ATTRIBUTE, served);
      request.addHttpStreamWrapper(new EndingStreams(served, response));
    } catch (Throwable e) {
      Agent.adviceFailed(e);
      HttpServerExchange exchange = served.exchange();
      // Jetty has not answered yet.
      exchange.end(exchange.denied() ? exchange.denialStatus() : 0, null);
    }
  }

  private static void deny(Response response, Callback callback, HttpServerExchange exchange) {
    try {
      byte[] body = exchange.denialBody().getBytes(StandardCharsets.UTF_8);
      response.reset();
      response.setStatus(exchange.denialStatus());
      response.getHeaders().put("Content-Type", "text/plain; charset=utf-8");
      response.getHeaders().put("Content-Length", Integer.toString(body.length));
      response.write(true, ByteBuffer.wrap(body), callback);
    } catch (Throwable e) {
      callback.failed(e);
    }
  }
}
