package io.pillion.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * What the calling thread works for, as a library that keeps a context of its own sees it: each
 * work can carry that library's view of it. Obtained from {@link Agent#work}.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> No method throws.
 */
public interface WorkContext {

  /** What the calling thread works for; null if nothing. Known by its identity. */
  @Nullable Object current();

  /** What {@link #carry} or {@link #enter} put with this work; null if nothing. */
  @Nullable Object carried(Object work);

  /** Keeps a library's view of this work with it, wherever it goes; it must be immutable. */
  void carry(Object work, Object view);

  /** This work's span; null if it has none that can be added to. */
  @Nullable SpanHandle span(Object work);

  /** What identifies this work's span; null if it has none. */
  @Nullable SpanIdentity identity(Object work);

  /** W3C Baggage of this work, as a header value; null if there is none. */
  @Nullable String baggage(Object work);

  /**
   * Makes a span, or a remote one's identity, or neither, what the calling thread works for.
   *
   * @param span null if it is not one of ours
   * @param identity null if there is no span at all; ignored if {@code span} is given
   * @param baggage W3C Baggage header value; null if there is none
   * @param view kept as by {@link #carry}
   * @return to be given to {@link #leave}
   */
  Object enter(
      @Nullable SpanHandle span,
      @Nullable SpanIdentity identity,
      @Nullable String baggage,
      Object view);

  /**
   * Restores what was before {@link #enter} on this thread. On another thread, or a second time,
   * nothing changes.
   */
  void leave(Object work);
}
