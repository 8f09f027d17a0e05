package io.pillion.instrumentation.jettyclient;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpClientExchange;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.jspecify.annotations.Nullable;

/**
 * What the advice calls. Lives in the loader of the client.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class JettyHooks {
  private JettyHooks() {}

  /** A request is about to be sent; the call that begins with it, null if none does. */
  public static @Nullable JettyCall send(Request request, HttpConversation conversation) {
    JettyCall known = JettyCall.of(conversation);
    if (known != null) {
      known.send(request);
      return null;
    }
    HttpClientExchange exchange = Agent.http().startClient(new JettyRequest(request));
    if (exchange == null) {
      return null;
    }
    JettyCall call = JettyCall.begin(conversation, exchange);
    call.send(request);
    request.onComplete(call);
    return call;
  }

  /** The client sent the request, or threw. */
  public static void sent(@Nullable JettyCall begun, @Nullable Throwable thrown) {
    if (begun != null && thrown != null) {
      begun.failed(thrown);
    }
  }

  /** Listeners are about to be told; returns what to {@link #detach}. */
  public static @Nullable Object attach(@Nullable Response response) {
    return response == null ? null : attach(response.getRequest());
  }

  /** Listeners are about to be told; returns what to {@link #detach}. */
  public static @Nullable Object attach(@Nullable Result result) {
    return result == null ? null : attach(result.getRequest());
  }

  /** Something of the response is about to be handled; returns what to {@link #detach}. */
  public static @Nullable Object attach(@Nullable Request request) {
    JettyCall call = request == null ? null : JettyCall.of(request);
    Object context = call == null ? null : call.context();
    if (context != null) {
      Agent.context().attach(context);
    }
    return context;
  }

  /** Leaves the thread as it was. */
  public static void detach(@Nullable Object attached) {
    if (attached != null) {
      Agent.context().detach(attached);
    }
  }
}
