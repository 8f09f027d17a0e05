package io.pillion.instrumentation.netty;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.netty.channel.ChannelHandlerContext;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** The codec of one HTTP/2 stream's own channel, which makes HTTP messages of its frames. */
final class Http2StreamInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("handlerAdded").and(takesArguments(1)), getClass().getName() + "$AddedAdvice");
  }

  /** After the codec learnt that it was added. */
  public static final class AddedAdvice {

    private AddedAdvice() {}

    /** Puts ours behind it. */
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static void exit(
        @Advice.Argument(0) ChannelHandlerContext context,
        @Advice.FieldValue("isServer") boolean server) {
      NettyHooks.http2StreamCodecAdded(context, server);
    }
  }
}
