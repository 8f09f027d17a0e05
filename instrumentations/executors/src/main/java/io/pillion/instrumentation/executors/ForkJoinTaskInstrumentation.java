package io.pillion.instrumentation.executors;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** Where fork-join tasks are forked and where they run, those of parallel streams among them. */
final class ForkJoinTaskInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("java.util.concurrent.ForkJoinTask");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    String name = getClass().getName();
    transformer.applyAdviceToMethod(named("fork").and(takesNoArguments()), name + "$ForkAdvice");
    transformer.applyAdviceToMethod(
        named("doExec").and(takesNoArguments()), name + "$DoExecAdvice");
    transformer.applyAdviceToMethod(
        named("tryUnfork").and(takesNoArguments()), RemovedAdvice.class.getName());
  }

  /** Where a task is forked. */
  public static final class ForkAdvice {

    private ForkAdvice() {}

    /** Remembers what the caller works for. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(@Advice.This Object task) {
      return QueuedTask.forked(task);
    }

    /** Forgets it if no pool took the task. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter @Nullable Object forked, @Advice.Thrown @Nullable Throwable thrown) {
      QueuedTask.failed(forked, thrown);
    }
  }

  /** Where a task runs, queued or not. */
  public static final class DoExecAdvice {

    private DoExecAdvice() {}

    /** Takes up what it was submitted for. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(@Advice.This Object task) {
      return QueuedTask.begin(task);
    }

    /** Leaves nothing behind. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object begun) {
      QueuedTask.end(begun);
    }
  }
}
