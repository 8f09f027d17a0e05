package io.pillion.instrumentation.executors;

import io.pillion.agent.bootstrap.Agent;
import org.jspecify.annotations.Nullable;

/**
 * A worker thread of a pool and the task it runs. The task is known when the worker has fetched it,
 * and is over when the worker comes back for the next one.
 *
 * <p><b>Threading.</b> Each method on the worker it concerns.
 */
public final class PoolWorker {
  /** Set to null between tasks, not removed: that would cost an allocation for each. */
  private static final ThreadLocal<@Nullable Object> RUNNING = new ThreadLocal<>();

  private PoolWorker() {}

  /**
   * The worker begins its life, possibly with a task in hand.
   *
   * @return for {@link #stop}: what runs around it if one pool's worker is another pool's task
   */
  public static @Nullable Object start(@Nullable Object firstTask) {
    Object around = RUNNING.get();
    RUNNING.set(null);
    begin(firstTask);
    return around;
  }

  /** The worker begins a task that it has fetched. */
  public static void begin(@Nullable Object task) {
    Object begun = QueuedTask.begin(task);
    if (begun != null) {
      RUNNING.set(begun);
    }
  }

  /** The worker comes back for a task. */
  public static void end() {
    Object begun = RUNNING.get();
    if (begun != null) {
      RUNNING.set(null);
      Agent.context().detach(begun);
    }
  }

  /** The worker ends, also by a task's exception. */
  public static void stop(@Nullable Object around) {
    end();
    if (around == null) {
      RUNNING.remove();
    } else {
      RUNNING.set(around);
    }
  }
}
