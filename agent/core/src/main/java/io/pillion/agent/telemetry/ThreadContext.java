package io.pillion.agent.telemetry;

import io.pillion.agent.bootstrap.ContextCarrier;
import org.jspecify.annotations.Nullable;

/** Hands {@link CurrentSpan} to instrumentations that follow work from thread to thread. */
public final class ThreadContext implements ContextCarrier {

  @Override
  public @Nullable Object capture() {
    return CurrentSpan.work();
  }

  @Override
  public Object nothing() {
    return CurrentSpan.NOTHING;
  }

  @Override
  public void attach(Object captured) {
    if (captured instanceof CurrentSpan.Work work) {
      CurrentSpan.enter(work);
    }
  }

  @Override
  public void detach(Object captured) {
    if (captured instanceof CurrentSpan.Work work) {
      CurrentSpan.leave(work);
    }
  }
}
