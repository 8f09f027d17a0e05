package io.pillion.instrumentation.vertx;

import io.pillion.agent.bootstrap.Agent;
import org.jspecify.annotations.Nullable;

/**
 * A task that waits for a worker, with what its submitter worked for; of a version before 4.5, or
 * put into a queue by the application. The workers' own queues later on cast what they hold.
 */
public final class QueuedTask implements Runnable {
  private static final String WORKER_TASK = "io.vertx.core.impl.WorkerTask";

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
    // The worker has what the first task of the queue was submitted for: "nothing" is kept, too.
    if (isWorkerTask(task)) {
      KeptContexts.queued(task);
      return null;
    }
    return new QueuedTask(task, KeptContexts.current());
  }

  /** Known by name: older versions have no such class. */
  private static boolean isWorkerTask(Runnable task) {
    for (Class<?> type = task.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(WORKER_TASK)) {
        return true;
      }
    }
    return false;
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
