package io.pillion.instrumentation.apachehttpclient5;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.matcher.ElementMatcher;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.jspecify.annotations.Nullable;

/** The asynchronous clients, HTTP/1.1 and HTTP/2; all their {@code execute} end here. */
final class AsyncClientInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return namedOneOf(
        "org.apache.hc.client5.http.impl.async.InternalAbstractHttpAsyncClient",
        "org.apache.hc.client5.http.impl.async.AbstractMinimalHttpAsyncClientBase");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("doExecute")
            .and(takesArguments(6))
            .and(takesArgument(1, named("org.apache.hc.core5.http.nio.AsyncRequestProducer")))
            .and(takesArgument(2, named("org.apache.hc.core5.http.nio.AsyncResponseConsumer")))
            .and(takesArgument(5, named("org.apache.hc.core5.concurrent.FutureCallback"))),
        getClass().getName() + "$ExecuteAdvice");
  }

  /** Around the call that returns a future. */
  public static final class ExecuteAdvice {

    private ExecuteAdvice() {}

    /** Producer, consumer and callback to use instead; null to leave the application's. */
    @Advice.AssignReturned.ToArguments({
      @Advice.AssignReturned.ToArguments.ToArgument(
          value = 1,
          index = 0,
          typing = Assigner.Typing.DYNAMIC),
      @Advice.AssignReturned.ToArguments.ToArgument(
          value = 2,
          index = 1,
          typing = Assigner.Typing.DYNAMIC),
      @Advice.AssignReturned.ToArguments.ToArgument(
          value = 5,
          index = 2,
          typing = Assigner.Typing.DYNAMIC)
    })
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static Object @Nullable [] enter(
        @Advice.Argument(0) @Nullable HttpHost target,
        @Advice.Argument(1) @Nullable AsyncRequestProducer producer,
        @Advice.Argument(2) @Nullable AsyncResponseConsumer<?> consumer,
        @Advice.Argument(5) @Nullable FutureCallback<?> callback) {
      return AsyncHooks.trace(target, producer, consumer, callback);
    }

    /** Ends the exchange if there will be no outcome. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter Object @Nullable [] traced, @Advice.Thrown @Nullable Throwable thrown) {
      AsyncHooks.failed(traced, thrown);
    }
  }
}
