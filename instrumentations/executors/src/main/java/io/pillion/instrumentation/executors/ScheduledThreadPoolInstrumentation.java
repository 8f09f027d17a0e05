package io.pillion.instrumentation.executors;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import java.util.concurrent.ThreadPoolExecutor;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * The JDK's scheduling pool. Its tasks do not pass {@code execute}, and workers fetch them as the
 * pool's thread does. Periodic ones go on after the request and carry nothing.
 */
final class ScheduledThreadPoolInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("java.util.concurrent.ScheduledThreadPoolExecutor");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("delayedExecute").and(takesArguments(1)), getClass().getName() + "$DelayAdvice");
    transformer.applyAdviceToMethod(
        namedOneOf("scheduleAtFixedRate", "scheduleWithFixedDelay"), OutsideAdvice.class.getName());
  }

  /** Where each task goes in, once. */
  public static final class DelayAdvice {

    private DelayAdvice() {}

    /** Remembers what the caller works for. A task that is refused is forgotten by the pool. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(
        @Advice.This ThreadPoolExecutor pool, @Advice.Argument(0) Object task) {
      QueuedTask.delayed(pool, task);
    }
  }
}
