package io.pillion.instrumentation.springwebflux;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.springframework.web.server.ServerWebExchange;

/** Where a handler runs: by then a mapping has chosen it and left the pattern that matched. */
final class HandlerAdapterInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return namedOneOf(
        "org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter",
        "org.springframework.web.reactive.function.server.support.HandlerFunctionAdapter",
        "org.springframework.web.reactive.result.SimpleHandlerAdapter");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("handle")
            .and(takesArguments(2))
            .and(takesArgument(0, named("org.springframework.web.server.ServerWebExchange"))),
        getClass().getName() + "$HandleAdvice");
  }

  /** Before the handler runs. */
  public static final class HandleAdvice {

    private HandleAdvice() {}

    /** Tells the route. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(@Advice.Argument(0) ServerWebExchange exchange) {
      MatchedRoute.of(exchange);
    }
  }
}
