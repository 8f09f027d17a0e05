package io.pillion.instrumentation.apachehttpclient4;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpClientExchange;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * What the advice calls. Lives in the loader of the client.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class ApacheHooks {
  private ApacheHooks() {}

  /** Begins an exchange; null if this request is not to be touched. */
  public static @Nullable ClientCall start(
      @Nullable HttpHost target, @Nullable HttpRequest request) {
    if (request == null) {
      return null;
    }
    HttpClientExchange exchange = Agent.http().startClient(new ApacheRequest(target, request));
    return exchange == null ? null : ClientCall.begin(exchange);
  }

  /** The client is about to write its copy of the request. */
  public static void send(@Nullable HttpRequest copy) {
    if (copy != null) {
      ClientCall.send(copy);
    }
  }

  /** The call returned or threw. */
  public static void end(
      @Nullable ClientCall call, @Nullable HttpResponse response, @Nullable Throwable thrown) {
    if (call != null) {
      call.end(response, thrown);
    }
  }
}
