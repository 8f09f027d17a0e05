package io.pillion.instrumentation.executors;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.TaskContexts;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** Remembers what a task was submitted for until it runs. */
public final class QueuedTask {
  /** The pools that run and wake virtual threads make their threads by a lambda of theirs. */
  private static final String VIRTUAL_THREADS = "java.lang.VirtualThread";

  private QueuedTask() {}

  /**
   * A pool is about to take a task.
   *
   * @return for {@link #failed}; null if there is nothing to carry
   */
  public static @Nullable Object submitted(@Nullable Object task) {
    Object context = Agent.context().capture();
    if (context == null || task == null || carriesItsOwn(task)) {
      return null;
    }
    return TaskContexts.shared().put(task, context);
  }

  /** As {@link #submitted}, for a pool that may be the one that wakes virtual threads. */
  public static void delayed(ThreadPoolExecutor pool, Object task) {
    if (pool.getClass().getClassLoader() != null || !ofVirtualThreads(pool.getThreadFactory())) {
      submitted(task);
    }
  }

  /** As {@link #submitted}, for tasks that are never queued twice at a time. */
  public static @Nullable Object forked(@Nullable Object task) {
    Object context = Agent.context().capture();
    if (context == null || task == null || carriesItsOwn(task)) {
      return null;
    }
    return TaskContexts.shared().set(task, context);
  }

  /**
   * As {@link #forked}, for a pool that may be the one on which virtual threads run: its tasks are
   * threads, and they have contexts of their own.
   *
   * @param factory of the pool's threads
   */
  public static @Nullable Object forkedTo(@Nullable Object factory, @Nullable Object task) {
    return ofVirtualThreads(factory) ? null : forked(task);
  }

  /** The pool threw instead of taking the task. */
  public static void failed(@Nullable Object submitted, @Nullable Throwable thrown) {
    if (submitted != null && thrown != null) {
      TaskContexts.shared().undo(submitted);
    }
  }

  /** The pool refuses a task on the thread that submitted it, and asks the application what now. */
  public static void rejected(@Nullable Object task) {
    Object context = Agent.context().capture();
    if (context != null && task != null) {
      TaskContexts.shared().undo(task, context);
    }
  }

  /** A task will not run, or not by the pool. */
  public static void removed(@Nullable Object task) {
    if (task != null) {
      TaskContexts.shared().take(task);
    }
  }

  /** None of these tasks will run. */
  public static void removedAll(@Nullable List<?> tasks) {
    if (tasks == null || TaskContexts.shared().size() == 0) {
      return;
    }
    for (int i = 0; i < tasks.size(); i++) {
      removed(tasks.get(i));
    }
  }

  /** Takes up what a task was submitted for, to run it; null if nothing. */
  public static @Nullable Object begin(@Nullable Object task) {
    if (task == null) {
      return null;
    }
    Object context = TaskContexts.shared().take(task);
    if (context != null) {
      Agent.context().attach(context);
    }
    return context;
  }

  /** The task has run. */
  public static void end(@Nullable Object begun) {
    if (begun != null) {
      Agent.context().detach(begun);
    }
  }

  private static boolean ofVirtualThreads(@Nullable Object factory) {
    return factory != null && factory.getClass().getName().startsWith(VIRTUAL_THREADS);
  }

  /** The JDK's futures keep the context with the function, see {@link InContext}. */
  private static boolean carriesItsOwn(Object task) {
    return task instanceof CompletableFuture.AsynchronousCompletionTask
        && task.getClass().getClassLoader() == null;
  }
}
