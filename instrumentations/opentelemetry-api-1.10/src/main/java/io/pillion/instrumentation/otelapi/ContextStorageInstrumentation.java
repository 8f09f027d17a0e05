package io.pillion.instrumentation.otelapi;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** The API's own place for the current context, at the bottom of whatever wraps it. */
final class ContextStorageInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("io.opentelemetry.context.ThreadLocalContextStorage");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("current").and(isPublic()).and(takesArguments(0)),
        getClass().getName() + "$CurrentAdvice");
    transformer.applyAdviceToMethod(
        named("attach")
            .and(isPublic())
            .and(takesArguments(1))
            .and(takesArgument(0, named("io.opentelemetry.context.Context"))),
        getClass().getName() + "$AttachAdvice");
  }

  /** Shows what the thread works for. */
  public static final class CurrentAdvice {

    private CurrentAdvice() {}

    /** What the application sees as current; null stands for the root. */
    @Advice.AssignReturned.ToReturned
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static @Nullable Context exit(@Advice.Return @Nullable Context stored) {
      return ThreadContexts.current(stored);
    }
  }

  /** Makes the application's context the thread's work. */
  public static final class AttachAdvice {

    private AttachAdvice() {}

    /** Our scope, in place of the API's own doing; null to leave it to the API. */
    @Advice.OnMethodEnter(skipOn = Scope.class, suppress = Throwable.class)
    public static @Nullable Scope enter(@Advice.Argument(0) @Nullable Context context) {
      return ThreadContexts.attach(context);
    }

    /** The scope that the application closes. */
    @Advice.AssignReturned.ToReturned
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static @Nullable Scope exit(
        @Advice.Enter @Nullable Scope ours, @Advice.Return @Nullable Scope theirs) {
      return ours == null ? theirs : ours;
    }
  }
}
