package io.pillion.instrumentation.reactornetty;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import reactor.netty.channel.ChannelOperations;

/** Where the client has a connection and makes the request for it. */
final class SendingInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("reactor.netty.http.client.HttpClientConnect$HttpClientHandler");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("requestWithBody").and(takesArguments(1)), getClass().getName() + "$RequestAdvice");
  }

  /** Before the request is made. */
  public static final class RequestAdvice {

    private RequestAdvice() {}

    /** Leaves word on the channel. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(@Advice.Argument(0) ChannelOperations<?, ?> operations) {
      Sending.next(operations);
    }
  }
}
