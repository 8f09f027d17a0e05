package io.pillion.instrumentation.netty;

import io.pillion.agent.bootstrap.Agent;
import org.jspecify.annotations.Nullable;

/** Around what a request happens to begin, but which lives on after it. */
public final class OutsideOfRequests {

  private OutsideOfRequests() {}

  /** Leaves the request; null if the thread works for none. */
  public static @Nullable Object enter() {
    if (Agent.context().capture() == null) {
      return null;
    }
    Object nothing = Agent.context().nothing();
    Agent.context().attach(nothing);
    return nothing;
  }

  /** Comes back to it. */
  public static void exit(@Nullable Object entered) {
    if (entered != null) {
      Agent.context().detach(entered);
    }
  }
}
