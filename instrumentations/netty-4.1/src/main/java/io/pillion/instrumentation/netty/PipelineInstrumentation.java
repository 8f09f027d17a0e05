package io.pillion.instrumentation.netty;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.netty.channel.ChannelHandlerContext;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Where a pipeline tells a handler that it was added, whichever way it came in, on the handler's
 * own executor and before it sees a message.
 */
final class PipelineInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("io.netty.channel.DefaultChannelPipeline");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("callHandlerAdded0")
            .and(takesArguments(1))
            .and(takesArgument(0, named("io.netty.channel.AbstractChannelHandlerContext"))),
        getClass().getName() + "$AddedAdvice");
  }

  /** After a handler was added. */
  public static final class AddedAdvice {

    private AddedAdvice() {}

    /** Puts ours behind HTTP codecs. */
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static void exit(@Advice.Argument(0) ChannelHandlerContext context) {
      NettyHooks.handlerAdded(context);
    }
  }
}
