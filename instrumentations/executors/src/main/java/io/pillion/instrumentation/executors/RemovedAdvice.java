package io.pillion.instrumentation.executors;

import net.bytebuddy.asm.Advice;

/** After a task took itself out of its pool's queue. */
public final class RemovedAdvice {

  private RemovedAdvice() {}

  /** Forgets what it was submitted for, if it will not run. */
  @Advice.OnMethodExit(suppress = Throwable.class)
  public static void exit(@Advice.This Object task, @Advice.Return boolean removed) {
    if (removed) {
      QueuedTask.removed(task);
    }
  }
}
