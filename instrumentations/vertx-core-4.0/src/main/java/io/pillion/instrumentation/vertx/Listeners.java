package io.pillion.instrumentation.vertx;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.TaskContexts;
import org.jspecify.annotations.Nullable;

/**
 * What the listeners of futures were registered for. It stands beside them, since their type
 * differs between versions and a future knows them again by identity.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class Listeners {
  private Listeners() {}

  /**
   * A listener is about to be registered.
   *
   * @param existing what listens already: a listener, or several in one
   * @return what all of them together were registered for; null if there is only the new one
   */
  public static @Nullable Object register(@Nullable Object listener, @Nullable Object existing) {
    Object captured = Agent.context().capture();
    // An event loop completes it in the midst of somebody's work: "nothing" is to be kept, too.
    Object context = captured == null ? Agent.context().nothing() : captured;
    if (existing == null) {
      Object unused = listener == null ? null : TaskContexts.shared().set(listener, context);
      return null;
    }
    Object before = TaskContexts.shared().take(existing);
    return before == context ? context : Agent.context().nothing();
  }

  /** Several listeners are now one, told at once: of different work they are told of none. */
  public static void joined(@Nullable Object together, @Nullable Object context) {
    if (together != null && context != null) {
      Object unused = TaskContexts.shared().set(together, context);
    }
  }

  /** A listener is about to be told; returns what to {@link #detach}. */
  public static @Nullable Object attach(@Nullable Object listener) {
    Object context = listener == null ? null : TaskContexts.shared().take(listener);
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
