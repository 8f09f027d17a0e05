package io.pillion.instrumentation.netty;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.netty.channel.ChannelHandlerContext;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Where an exception reaches a handler. Those of handlers behind ours travel away from it, so it
 * would not hear of them.
 */
final class HandlerContextInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("io.netty.channel.AbstractChannelHandlerContext");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("invokeExceptionCaught").and(not(isStatic())).and(takesArguments(Throwable.class)),
        getClass().getName() + "$ExceptionAdvice");
  }

  /** Before the handler learns of it. */
  public static final class ExceptionAdvice {

    private ExceptionAdvice() {}

    /** Notes the cause for the exchange that it may end. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(
        @Advice.This ChannelHandlerContext context, @Advice.Argument(0) Throwable cause) {
      NettyHooks.exceptionCaught(context, cause);
    }
  }
}
