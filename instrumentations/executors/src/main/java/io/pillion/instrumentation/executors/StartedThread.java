package io.pillion.instrumentation.executors;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.TaskContexts;
import org.jspecify.annotations.Nullable;

/** Carries context from whoever starts a thread to the thread. */
public final class StartedThread {
  private static final String OURS = "pillion-";

  private StartedThread() {}

  /**
   * A thread is about to start.
   *
   * @return for {@link #failed}; null if there is nothing to carry
   */
  public static @Nullable Object starting(Thread thread) {
    Object context = Agent.context().capture();
    if (context == null || ofTheJdk(thread) || thread.getName().startsWith(OURS)) {
      return null;
    }
    return TaskContexts.shared().set(thread, context);
  }

  /** The thread did not start. */
  public static void failed(@Nullable Object starting, @Nullable Throwable thrown) {
    if (starting != null && thrown != null) {
      TaskContexts.shared().undo(starting);
    }
  }

  /** The thread runs. */
  public static @Nullable Object begin(Thread thread) {
    Object context = TaskContexts.shared().take(thread);
    if (context != null) {
      Agent.context().attach(context);
    }
    return context;
  }

  /** The thread has run. */
  public static void end(@Nullable Object begun) {
    if (begun != null) {
      Agent.context().detach(begun);
    }
  }

  private static boolean ofTheJdk(Thread thread) {
    return thread.getClass() != Thread.class && thread.getClass().getClassLoader() == null;
  }
}
