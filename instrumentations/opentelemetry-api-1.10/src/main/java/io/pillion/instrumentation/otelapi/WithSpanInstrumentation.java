package io.pillion.instrumentation.otelapi;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isAnnotatedWith;
import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** Every method that carries the annotation, in whatever class the host offers. */
final class WithSpanInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return any();
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        isMethod()
            .and(not(isAbstract()))
            .and(not(isNative()))
            // The compiler copies the annotation to it.
            .and(not(isBridge()))
            .and(isAnnotatedWith(named("io.opentelemetry.instrumentation.annotations.WithSpan"))),
        getClass().getName() + "$SpanAdvice");
  }

  /** Around such a method. */
  public static final class SpanAdvice {

    private SpanAdvice() {}

    /** The span of this call; null if there is none. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable MethodSpan enter(
        @Advice.Origin Class<?> type,
        @Advice.Origin("#m") String name,
        @Advice.Origin("#d") String descriptor,
        @Advice.AllArguments Object[] arguments) {
      return MethodSpan.start(type, name, descriptor, arguments);
    }

    /** Ends it, or leaves that to the stage that the method returned. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter @Nullable MethodSpan span,
        @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
        @Advice.Thrown @Nullable Throwable thrown) {
      if (span != null) {
        span.exit(returned, thrown);
      }
    }
  }
}
