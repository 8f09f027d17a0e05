package io.pillion.instrumentation.otelapi;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** Where applications ask for their OpenTelemetry, or set it. */
final class GlobalInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("io.opentelemetry.api.GlobalOpenTelemetry");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        namedOneOf("get", "getOrNoop").and(isStatic()).and(takesArguments(0)),
        getClass().getName() + "$GetAdvice");
    transformer.applyAdviceToMethod(
        named("set")
            .and(isStatic())
            .and(takesArguments(1))
            .and(takesArgument(0, named("io.opentelemetry.api.OpenTelemetry"))),
        getClass().getName() + "$SetAdvice");
  }

  /** Gives ours where the application has none. */
  public static final class GetAdvice {

    private GetAdvice() {}

    /** What the application gets. */
    @Advice.AssignReturned.ToReturned
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static @Nullable OpenTelemetry exit(@Advice.Return @Nullable OpenTelemetry found) {
      return AgentOpenTelemetry.inPlaceOf(found);
    }
  }

  /** Learns that the application has one. */
  public static final class SetAdvice {

    private SetAdvice() {}

    /** Not reached if the API refuses it. */
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static void exit(@Advice.Argument(0) @Nullable OpenTelemetry set) {
      AgentOpenTelemetry.set(set);
    }
  }
}
