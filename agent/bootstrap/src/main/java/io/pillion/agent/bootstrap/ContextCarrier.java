package io.pillion.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * Takes what one thread works for, the current span and the request being served, to the thread
 * that goes on with the work. Obtained from {@link Agent#context}.
 *
 * <p>What was captured is immutable and may be attached any number of times, on any threads. It
 * keeps the request's description in memory, and what the application keeps in its own context of
 * that work, so drop it when the work is done.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> No method throws.
 */
public interface ContextCarrier {

  /** What the calling thread works for; null if nothing. Allocates nothing. */
  @Nullable Object capture();

  /** What stands for "nothing": attach it to keep work of a library's own out of a request. */
  Object nothing();

  /** Makes what was captured current on the calling thread until {@link #detach}. */
  void attach(Object captured);

  /**
   * Restores what was current before the latest {@link #attach} of the same on this thread, and
   * forgets what was attached since and never detached. Without such an attach nothing changes.
   */
  void detach(Object captured);
}
