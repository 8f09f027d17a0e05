package io.pillion.instrumentation.reactornetty;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.netty.channel.ChannelHandlerContext;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Where the server goes on with requests that it kept waiting for earlier responses: a task that
 * the end of another request submitted.
 */
final class PipeliningInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("reactor.netty.http.server.HttpTrafficHandler");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("run").and(takesNoArguments()), getClass().getName() + "$RunAdvice");
  }

  /** Around the waiting request. */
  public static final class RunAdvice {

    private RunAdvice() {}

    /** Works for that request. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(
        @Advice.FieldValue("ctx") @Nullable ChannelHandlerContext context) {
      return Waiting.enter(context);
    }

    /** Comes back. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
      Waiting.exit(entered);
    }
  }
}
