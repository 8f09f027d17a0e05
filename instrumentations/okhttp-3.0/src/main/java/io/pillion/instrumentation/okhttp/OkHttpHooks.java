package io.pillion.instrumentation.okhttp;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpClientExchange;
import java.util.List;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.internal.connection.ConnectInterceptor;
import okhttp3.internal.http.RetryAndFollowUpInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * What the advice calls. Lives in the loader of OkHttp.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class OkHttpHooks {
  private OkHttpHooks() {}

  /**
   * Begins an exchange if the next interceptor is the first of the library's own; null otherwise.
   */
  public static @Nullable TraceHeaderInterceptor start(
      @Nullable List<Interceptor> interceptors, int index, @Nullable Request request) {
    if (interceptors == null
        || request == null
        || index >= interceptors.size()
        || !(interceptors.get(index) instanceof RetryAndFollowUpInterceptor)
        || positionOfConnect(interceptors, index) < 0) {
      return null;
    }
    HttpClientExchange exchange = Agent.http().startClient(new OkHttpRequest(request));
    if (exchange == null) {
      return null;
    }
    TraceHeaderInterceptor headers = new TraceHeaderInterceptor(exchange);
    putBeforeConnect(interceptors, index, headers);
    return headers;
  }

  private static int positionOfConnect(List<Interceptor> interceptors, int from) {
    for (int i = from; i < interceptors.size(); i++) {
      if (interceptors.get(i) instanceof ConnectInterceptor) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The list is made for one call; an interceptor of the application may run it several times, and
   * on several threads.
   */
  private static void putBeforeConnect(
      List<Interceptor> interceptors, int from, TraceHeaderInterceptor headers) {
    synchronized (interceptors) {
      int connect = positionOfConnect(interceptors, from);
      if (interceptors.get(connect - 1) instanceof TraceHeaderInterceptor) {
        interceptors.set(connect - 1, headers);
      } else {
        interceptors.add(connect, headers);
      }
    }
  }

  /** The library's interceptors returned the response, or threw. */
  public static void end(
      @Nullable TraceHeaderInterceptor started,
      @Nullable Response response,
      @Nullable Throwable thrown) {
    if (started != null) {
      started.end(response, thrown);
    }
  }
}
