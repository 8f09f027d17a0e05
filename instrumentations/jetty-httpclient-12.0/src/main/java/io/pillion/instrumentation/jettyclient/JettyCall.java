package io.pillion.instrumentation.jettyclient;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpClientExchange;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * A call of the application, with all requests that redirects and authentication make of it. Jetty
 * keeps it among the attributes of these, and of their conversation. It listens to the first
 * request, so it hears of the outcome that the application's listeners hear of.
 *
 * <p><b>Threading.</b> Goes from thread to thread as Jetty's own state does.
 */
public final class JettyCall implements Response.CompleteListener {
  private static final String ATTRIBUTE = "io.pillion.call";

  private final HttpConversation conversation;
  private final HttpClientExchange exchange;
  private volatile @Nullable Object context;

  private JettyCall(HttpConversation conversation, HttpClientExchange exchange) {
    this.conversation = conversation;
    this.exchange = exchange;
    Object captured = Agent.context().capture();
    this.context = captured == null ? Agent.context().nothing() : captured;
  }

  static JettyCall begin(HttpConversation conversation, HttpClientExchange exchange) {
    JettyCall call = new JettyCall(conversation, exchange);
    conversation.setAttribute(ATTRIBUTE, call);
    return call;
  }

  /** The call that a conversation is about; null if there is none, or it is over. */
  static @Nullable JettyCall of(HttpConversation conversation) {
    return conversation.getAttribute(ATTRIBUTE) instanceof JettyCall call ? call : null;
  }

  /** The call that a request belongs to; null if to none. */
  static @Nullable JettyCall of(Request request) {
    return request.getAttributes().get(ATTRIBUTE) instanceof JettyCall call ? call : null;
  }

  /** What the calling thread worked for; null when all listeners were told. */
  @Nullable Object context() {
    return context;
  }

  /** One of its requests is about to be sent. */
  void send(Request request) {
    request.attribute(ATTRIBUTE, this);
    TraceHeaders.inject(exchange, request);
  }

  @Override
  public void onComplete(Result result) {
    Response response = result.getResponse();
    int status = response == null ? 0 : response.getStatus();
    if (response == null || status <= 0) {
      end(0, null, result.getFailure());
    } else {
      exchange.responseHeaders(new JettyHeaders(response.getHeaders()));
      end(status, digits(response.getVersion()), result.getFailure());
    }
  }

  /** The client threw instead of sending. */
  void failed(Throwable failure) {
    end(0, null, failure);
  }

  private void end(int status, @Nullable String version, @Nullable Throwable failure) {
    conversation.removeAttribute(ATTRIBUTE);
    context = null;
    exchange.end(status, version, failure);
  }

  private static @Nullable String digits(@Nullable HttpVersion version) {
    if (version == null) {
      return null;
    }
    return switch (version.asString()) {
      case "HTTP/1.0" -> "1.0";
      case "HTTP/1.1" -> "1.1";
      case "HTTP/2.0" -> "2";
      case "HTTP/3.0" -> "3";
      default -> null;
    };
  }
}
