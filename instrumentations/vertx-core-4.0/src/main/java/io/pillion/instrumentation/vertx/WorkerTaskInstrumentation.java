package io.pillion.instrumentation.vertx;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** A task of a worker, from version 4.5 on. Its queue must get back the very tasks it was given. */
final class WorkerTaskInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("io.vertx.core.impl.WorkerTask");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("run").and(takesNoArguments()), getClass().getName() + "$RunAdvice");
  }

  /** While the worker runs it. */
  public static final class RunAdvice {

    private RunAdvice() {}

    /** Works for what its submitter worked for. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(@Advice.This Object task) {
      return KeptContexts.attach(task);
    }

    /** Leaves the thread as it was. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object attached) {
      KeptContexts.detach(attached);
    }
  }
}
