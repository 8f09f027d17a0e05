package io.pillion.instrumentation.executors;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's thread pool. Queues, hooks and handlers keep meeting the application's own tasks: the
 * context is remembered where a task goes in, and taken up where a worker fetches it.
 */
final class ThreadPoolInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("java.util.concurrent.ThreadPoolExecutor");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    String name = getClass().getName();
    transformer.applyAdviceToMethod(
        named("execute").and(takesArguments(1)).and(takesArgument(0, Runnable.class)),
        name + "$ExecuteAdvice");
    transformer.applyAdviceToMethod(
        named("getTask").and(takesNoArguments()), name + "$GetTaskAdvice");
    transformer.applyAdviceToMethod(
        named("reject").and(takesArguments(Runnable.class)), name + "$RejectAdvice");
    transformer.applyAdviceToMethod(
        named("remove").and(takesArguments(Runnable.class)), name + "$RemoveAdvice");
    transformer.applyAdviceToMethod(
        named("drainQueue").and(takesNoArguments()), name + "$DrainQueueAdvice");
    // The new worker's thread, and what the application's factory does to make it, outlive the
    // task.
    transformer.applyAdviceToMethod(
        named("addWorker").and(takesArguments(2)), OutsideAdvice.class.getName());
  }

  /** Where tasks go in. */
  public static final class ExecuteAdvice {

    private ExecuteAdvice() {}

    /** Remembers what the caller works for. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable Object task) {
      return QueuedTask.submitted(task);
    }

    /** Forgets it if the task was not taken. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter @Nullable Object submitted, @Advice.Thrown @Nullable Throwable thrown) {
      QueuedTask.failed(submitted, thrown);
    }
  }

  /** Where a worker fetches tasks. */
  public static final class GetTaskAdvice {

    private GetTaskAdvice() {}

    /** The task before is over. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter() {
      PoolWorker.end();
    }

    /** The next one begins. */
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static void exit(@Advice.Return @Nullable Object task) {
      PoolWorker.begin(task);
    }
  }

  /** Before the application's handler of refused tasks, which may run the task or drop it. */
  public static final class RejectAdvice {

    private RejectAdvice() {}

    /** Forgets what the caller works for. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(@Advice.Argument(0) @Nullable Object task) {
      QueuedTask.rejected(task);
    }
  }

  /** After the application took a task out. */
  public static final class RemoveAdvice {

    private RemoveAdvice() {}

    /** Forgets what it was submitted for. */
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static void exit(
        @Advice.Argument(0) @Nullable Object task, @Advice.Return boolean removed) {
      if (removed) {
        QueuedTask.removed(task);
      }
    }
  }

  /** After a shutdown gave the waiting tasks back. */
  public static final class DrainQueueAdvice {

    private DrainQueueAdvice() {}

    /** Forgets what they were submitted for. */
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static void exit(@Advice.Return @Nullable List<?> tasks) {
      QueuedTask.removedAll(tasks);
    }
  }
}
