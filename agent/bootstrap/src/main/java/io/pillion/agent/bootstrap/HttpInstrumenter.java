package io.pillion.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * Starts the agent's view of HTTP exchanges. Obtained from {@link Agent#http}.
 *
 * <p><b>Threading.</b> Any application thread. <b>Failure.</b> No method throws.
 */
public interface HttpInstrumenter {

  /**
   * Begins a server exchange: takes the trace context from the request, asks for the policy
   * decision, opens the span.
   *
   * @return null if this request is not to be touched (the agent is off or failed)
   */
  @Nullable HttpServerExchange startServer(HttpServerRequest request);

  /**
   * The exchange being served by the work that the calling thread does, also on threads that it was
   * carried to; null if there is none. For those who learn of a request's route.
   */
  @Nullable HttpServerExchange currentServer();

  /**
   * Begins a client exchange as a child of the thread's current span.
   *
   * @return null if this request is not to be touched
   */
  @Nullable HttpClientExchange startClient(HttpClientRequest request);
}
