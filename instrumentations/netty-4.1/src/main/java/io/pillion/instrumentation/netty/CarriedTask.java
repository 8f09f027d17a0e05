package io.pillion.instrumentation.netty;

import io.pillion.agent.bootstrap.Agent;
import org.jspecify.annotations.Nullable;

/** A task of an event loop with what its submitter worked for. */
public final class CarriedTask implements Runnable {
  private final Runnable task;
  private final Object submitter;

  private CarriedTask(Runnable task, Object submitter) {
    this.task = task;
    this.submitter = submitter;
  }

  /** The task to queue instead; null to queue the given one. */
  public static @Nullable Runnable of(@Nullable Runnable task) {
    Object submitter = Agent.context().capture();
    return task == null || submitter == null || task instanceof CarriedTask
        ? null
        : new CarriedTask(task, submitter);
  }

  @Override
  public void run() {
    Agent.context().attach(submitter);
    try {
      task.run();
    } finally {
      Agent.context().detach(submitter);
    }
  }

  @Override
  public String toString() {
    return task.toString();
  }
}
