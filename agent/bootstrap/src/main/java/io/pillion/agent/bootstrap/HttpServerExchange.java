package io.pillion.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * One request being served: its span, and the policy decision about it.
 *
 * <p><b>Threading.</b> {@link #attach} and {@link #detach} are called in pairs on the thread that
 * runs the application's code; all else may be called from any thread.
 *
 * <p><b>Failure.</b> No method throws.
 */
public interface HttpServerExchange {

  /**
   * Whether policy refuses this request. If so the instrumentation answers with {@link
   * #denialStatus} and {@link #denialBody}, does not run the application, and calls {@link #end}.
   */
  boolean denied();

  /** The HTTP status that a denied client receives. Meaningful only if {@link #denied}. */
  int denialStatus();

  /**
   * The plain-text body that a denied client receives: the kind of refusal, never the rule.
   * Meaningful only if {@link #denied}.
   */
  String denialBody();

  /** Makes this exchange's span the current one of the calling thread. */
  void attach();

  /** Restores what was current before {@link #attach}. */
  void detach();

  /**
   * Sets the matched route template, {@code http.route}. The latest counts: what is nearer to the
   * application knows better. Ignored after {@link #end}.
   */
  void route(String template);

  /**
   * Reads of the response's headers what is recorded of them. To be called once they are final and
   * before {@link #end}; ignored after it.
   */
  void responseHeaders(HttpHeaders headers);

  /**
   * Ends the exchange; the first call counts, later ones do nothing.
   *
   * @param statusCode the status sent to the client; 0 if none was sent
   * @param error what the application threw, or null
   */
  void end(int statusCode, @Nullable Throwable error);
}
