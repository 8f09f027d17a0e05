package io.pillion.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * A span that the application may add to: one of its own, or that of the request it serves.
 *
 * <p>A value is a String, Long, Double, Boolean, or a List of one of these; anything else becomes
 * its text. Attributes of events and links come as key and value in turn. What is beyond a span's
 * limits, 128 attributes, events and links each, is left out and counted.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> No method throws; once the span has ended all of
 * them do nothing.
 */
public interface SpanHandle {
  /** Status code: the application has not said. */
  int UNSET = 0;

  /** Status code: well, whatever else is known. */
  int OK = 1;

  /** Status code: failed. */
  int ERROR = 2;

  /** What identifies this span; also after its end. */
  SpanIdentity identity();

  /** Whether what is added will be exported: the span is sampled and has not ended. */
  boolean recording();

  /** Sets an attribute, in place of an earlier value of that key. Null is ignored. */
  void attribute(@Nullable String key, @Nullable Object value);

  /**
   * Adds an event.
   *
   * @param epochNanos since the Unix epoch; 0 for now
   */
  void event(@Nullable String name, long epochNanos, Object[] attributes);

  /** Adds a link to another span. */
  void link(SpanIdentity other, Object[] attributes);

  /** Adds an event that describes {@code error}; the status stays as it is. */
  void exception(@Nullable Throwable error, Object[] attributes);

  /**
   * Sets the status. {@link #OK} is final, {@link #UNSET} is ignored.
   *
   * @param description goes with {@link #ERROR} alone; null or empty if there is none
   */
  void status(int code, @Nullable String description);

  /** Gives the span another name. */
  void rename(@Nullable String name);

  /**
   * Ends the span; the first call counts. The span of a request ends with the request and ignores
   * this.
   *
   * @param epochNanos since the Unix epoch; 0 for now
   */
  void finish(long epochNanos);
}
