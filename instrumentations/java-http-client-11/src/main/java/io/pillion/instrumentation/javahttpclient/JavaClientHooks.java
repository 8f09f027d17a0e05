package io.pillion.instrumentation.javahttpclient;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpClientExchange;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the advice calls. Lives in the loader of the JDK's client.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class JavaClientHooks {
  private static final String OPENED_BY_CLIENT = "jdk.internal.net.http.HttpRequestImpl";

  private JavaClientHooks() {}

  /**
   * Begins an exchange; null if this request is not to be touched. Until its end the thread works
   * for the client, whose own futures and tasks are not to carry the application's context.
   */
  public static @Nullable HttpRequest start(@Nullable HttpRequest request) {
    if (request == null || request instanceof TracedRequest || isWebSocket(request)) {
      return null;
    }
    HttpClientExchange exchange = Agent.http().startClient(new JavaClientRequest(request));
    if (exchange == null) {
      return null;
    }
    try {
      TracedRequest traced = new TracedRequest(request, exchange);
      Agent.context().attach(Agent.context().nothing());
      return traced;
    } catch (RuntimeException e) {
      // A request class of the application's that does not answer; the client will say so itself.
      exchange.end(0, null, e);
      return null;
    }
  }

  /** The blocking call returned or threw. */
  public static void end(
      @Nullable HttpRequest traced,
      @Nullable HttpResponse<?> response,
      @Nullable Throwable thrown) {
    if (traced instanceof TracedRequest sent) {
      Agent.context().detach(Agent.context().nothing());
      ResponseEnd.end(sent.exchange(), response, thrown);
    }
  }

  /** The asynchronous call returned its future, or threw. */
  public static void endWith(
      @Nullable HttpRequest traced,
      @Nullable CompletableFuture<?> future,
      @Nullable Throwable thrown) {
    if (!(traced instanceof TracedRequest sent)) {
      return;
    }
    Agent.context().detach(Agent.context().nothing());
    if (future == null) {
      ResponseEnd.end(sent.exchange(), null, thrown);
    } else {
      var unused = future.whenComplete(new ResponseEnd(sent.exchange()));
    }
  }

  /** The client recognizes its own web socket handshakes by their type: they must stay as is. */
  private static boolean isWebSocket(HttpRequest request) {
    return request.getClass().getName().equals(OPENED_BY_CLIENT)
        && request.headers().firstValue("Sec-WebSocket-Key").isPresent();
  }
}
