package io.pillion.instrumentation.reactornetty;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.netty.Connection;

/** Where somebody asks for a request to be sent. */
final class SubscriptionInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("reactor.netty.http.client.HttpClientConnect$MonoHttpConnect");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("subscribe")
            .and(takesArguments(1))
            .and(takesArgument(0, named("reactor.core.CoreSubscriber"))),
        getClass().getName() + "$SubscribeAdvice");
  }

  /** Before the connection is asked for. */
  public static final class SubscribeAdvice {

    private SubscribeAdvice() {}

    /** The subscriber that knows for whom it asks; null to leave the given one. */
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable CoreSubscriber<? super Connection> enter(
        @Advice.Argument(0) @Nullable CoreSubscriber<? super Connection> subscriber) {
      return SenderSubscriber.of(subscriber);
    }
  }
}
