package io.pillion.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * One request sent by an HTTP client: its span, and the context that travels with it.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> No method throws.
 */
public interface HttpClientExchange {

  /**
   * Hands over each header that carries the trace context, in place of existing ones, and names
   * those that are to be removed: context that the application copied from elsewhere.
   */
  void injectHeaders(HeaderSetter setter);

  /**
   * Reads of the response's headers what is recorded of them. To be called before {@link #end};
   * ignored after it.
   */
  void responseHeaders(HttpHeaders headers);

  /**
   * Ends the exchange; the first call counts, later ones do nothing.
   *
   * @param statusCode the response's status; 0 if there was no response
   * @param protocolVersion in digits, {@code 1.1} or {@code 2}; null if unknown
   * @param error what the client reported instead of a response, or null
   */
  void end(int statusCode, @Nullable String protocolVersion, @Nullable Throwable error);

  /** Receives headers. */
  interface HeaderSetter {
    /** Sets {@code name} to {@code value}, replacing every earlier value. */
    void set(String name, String value);

    /** Removes every value of {@code name}. */
    void remove(String name);
  }
}
