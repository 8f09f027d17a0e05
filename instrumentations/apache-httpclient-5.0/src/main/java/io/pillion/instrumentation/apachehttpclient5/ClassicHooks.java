package io.pillion.instrumentation.apachehttpclient5;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpClientExchange;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * What the advice in the blocking client calls. Lives in the loader of the client.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class ClassicHooks {
  private ClassicHooks() {}

  /** Begins an exchange; null if this request is not to be touched. */
  public static @Nullable ClassicCall start(
      @Nullable HttpHost target, @Nullable ClassicHttpRequest request) {
    if (request == null) {
      return null;
    }
    HttpClientExchange exchange = Agent.http().startClient(new ApacheRequest(target, request));
    return exchange == null ? null : ClassicCall.begin(exchange);
  }

  /** The client is about to write the request. */
  public static void send(@Nullable ClassicHttpRequest request) {
    if (request != null) {
      ClassicCall.send(request);
    }
  }

  /** The call returned or threw. */
  public static void end(
      @Nullable ClassicCall call,
      @Nullable ClassicHttpResponse response,
      @Nullable Throwable thrown) {
    if (call != null) {
      call.end(response, thrown);
    }
  }
}
