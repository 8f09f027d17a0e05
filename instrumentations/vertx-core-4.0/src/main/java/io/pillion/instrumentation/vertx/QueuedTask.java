package io.pillion.instrumentation.vertx;

import io.pillion.agent.bootstrap.Agent;
import org.jspecify.annotations.Nullable;

/** A task that waits for a worker, with what its submitter worked for. */
public final class QueuedTask implements Runnable {
  private final Runnable task;
  private final Object submitter;

  private QueuedTask(Runnable task, Object submitter) {
    this.task = task;
    this.submitter = submitter;
  }

  /** The task to queue instead; null to queue the given one. */
  public static @Nullable Runnable of(@Nullable Runnable task) {
    if (task == null || task instanceof QueuedTask) {
      return null;
    }
    Object captured = Agent.context().capture();
    // The worker has what the first task of the queue was submitted for: "nothing" is kept, too.
    return new QueuedTask(task, captured == null ? Agent.context().nothing() : captured);
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
