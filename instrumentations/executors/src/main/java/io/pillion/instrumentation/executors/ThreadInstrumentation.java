package io.pillion.instrumentation.executors;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Platform threads that run a {@link Runnable}. A subclass with a {@code run} of its own does not.
 */
final class ThreadInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("java.lang.Thread");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("start").and(takesNoArguments()), getClass().getName() + "$StartAdvice");
    transformer.applyAdviceToMethod(
        named("run").and(takesNoArguments()), getClass().getName() + "$RunAdvice");
  }

  /** On the starting thread. */
  public static final class StartAdvice {

    private StartAdvice() {}

    /** Remembers what the starter works for. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(@Advice.This Thread thread) {
      return StartedThread.starting(thread);
    }

    /** Forgets it if there is no thread. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter @Nullable Object starting, @Advice.Thrown @Nullable Throwable thrown) {
      StartedThread.failed(starting, thrown);
    }
  }

  /** On the started thread. */
  public static final class RunAdvice {

    private RunAdvice() {}

    /** Takes up what its starter worked for. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(@Advice.This Thread thread) {
      return StartedThread.begin(thread);
    }

    /** Leaves nothing behind. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object begun) {
      StartedThread.end(begun);
    }
  }
}
