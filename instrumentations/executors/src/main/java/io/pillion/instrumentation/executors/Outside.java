package io.pillion.instrumentation.executors;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.ContextCarrier;
import org.jspecify.annotations.Nullable;

/** Work that a request's thread does on the way, for others than the request. */
public final class Outside {

  private Outside() {}

  /** Leaves the current work for a while; null if there is none. */
  public static @Nullable Object enter() {
    ContextCarrier carrier = Agent.context();
    if (carrier.capture() == null) {
      return null;
    }
    Object nothing = carrier.nothing();
    carrier.attach(nothing);
    return nothing;
  }

  /** Goes back to it. */
  public static void exit(@Nullable Object entered) {
    if (entered != null) {
      Agent.context().detach(entered);
    }
  }
}
