package io.pillion.instrumentation.executors;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Where tasks enter a fork-join pool: {@code externalPush} and {@code externalSubmit} in JDK 17,
 * {@code poolSubmit} and {@code externalSubmit} since 20, {@code scheduleDelayedTask} since 25.
 * What tasks fork goes by {@link ForkJoinTaskInstrumentation}.
 */
final class ForkJoinPoolInstrumentation implements TypeInstrumentation {
  private static final String TASK = "java.util.concurrent.ForkJoinTask";
  private static final String DELAYED_TASK =
      "java.util.concurrent.DelayScheduler$ScheduledForkJoinTask";

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("java.util.concurrent.ForkJoinPool");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    String name = getClass().getName();
    transformer.applyAdviceToMethod(
        namedOneOf("externalPush", "externalSubmit", "scheduleDelayedTask")
            .and(takesArguments(1))
            .and(takesArgument(0, namedOneOf(TASK, DELAYED_TASK))),
        name + "$SubmitAdvice");
    transformer.applyAdviceToMethod(
        named("poolSubmit").and(takesArguments(2)).and(takesArgument(1, named(TASK))),
        name + "$PoolSubmitAdvice");
    // A thread that waits runs whatever else is queued; what has a context takes it up itself.
    transformer.applyAdviceToMethod(
        namedOneOf(
            "helpJoin",
            "helpComplete",
            "helpAsyncBlocker",
            "helpQuiesce",
            "helpQuiescePool",
            "externalHelpQuiesce",
            "externalHelpQuiescePool",
            "scheduleAtFixedRate",
            "scheduleWithFixedDelay"),
        OutsideAdvice.class.getName());
  }

  /** Where the task is the only argument. */
  public static final class SubmitAdvice {

    private SubmitAdvice() {}

    /** Remembers what the caller works for. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(
        @Advice.FieldValue("factory") @Nullable Object factory,
        @Advice.Argument(0) @Nullable Object task) {
      return QueuedTask.forkedTo(factory, task);
    }

    /** Forgets it if the task was not taken. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter @Nullable Object submitted, @Advice.Thrown @Nullable Throwable thrown) {
      QueuedTask.failed(submitted, thrown);
    }
  }

  /** Where the task is the second argument. */
  public static final class PoolSubmitAdvice {

    private PoolSubmitAdvice() {}

    /** Remembers what the caller works for. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(
        @Advice.FieldValue("factory") @Nullable Object factory,
        @Advice.Argument(1) @Nullable Object task) {
      return QueuedTask.forkedTo(factory, task);
    }

    /** Forgets it if the task was not taken. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter @Nullable Object submitted, @Advice.Thrown @Nullable Throwable thrown) {
      QueuedTask.failed(submitted, thrown);
    }
  }
}
