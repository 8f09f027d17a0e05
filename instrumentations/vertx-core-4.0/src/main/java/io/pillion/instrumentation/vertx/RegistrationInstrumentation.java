package io.pillion.instrumentation.vertx;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** Where futures that are not complete yet take their listeners. */
final class RegistrationInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("io.vertx.core.impl.future.FutureImpl");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("addListener").and(takesArguments(1)), getClass().getName() + "$AddAdvice");
  }

  /** Around the registration. */
  public static final class AddAdvice {

    private AddAdvice() {}

    /** What several listeners together were registered for; null if it is the only one. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(
        @Advice.Argument(0) @Nullable Object listener,
        @Advice.FieldValue("listener") @Nullable Object existing) {
      return KeptContexts.register(listener, existing);
    }

    /** Keeps it for what the future made of them. */
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static void exit(
        @Advice.Enter @Nullable Object context,
        @Advice.Argument(0) @Nullable Object listener,
        @Advice.FieldValue("listener") @Nullable Object together) {
      KeptContexts.joined(listener, together, context);
    }
  }
}
