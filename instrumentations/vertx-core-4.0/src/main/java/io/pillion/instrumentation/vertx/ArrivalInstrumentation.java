package io.pillion.instrumentation.vertx;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Where Netty hands a message to a connection, in the context of its request. The connection may
 * put it aside and come back to it later.
 */
final class ArrivalInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("io.vertx.core.net.impl.VertxHandler");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("channelRead").and(takesArguments(2)), getClass().getName() + "$ReadAdvice");
  }

  /** Before the connection has it. */
  public static final class ReadAdvice {

    private ReadAdvice() {}

    /** Keeps the context if a request begins. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(@Advice.Argument(1) @Nullable Object message) {
      KeptContexts.arrived(message);
    }
  }
}
