package io.pillion.instrumentation.javahttpclient;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * The client behind every {@code java.net.http.HttpClient} of the JDK. Its public {@code send} and
 * three-argument {@code sendAsync} are the two ways in; neither calls the other.
 */
final class HttpClientInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("jdk.internal.net.http.HttpClientImpl");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("send")
            .and(isPublic())
            .and(takesArguments(2))
            .and(takesArgument(0, named("java.net.http.HttpRequest"))),
        getClass().getName() + "$SendAdvice");
    transformer.applyAdviceToMethod(
        named("sendAsync")
            .and(isPublic())
            .and(takesArguments(3))
            .and(takesArgument(0, named("java.net.http.HttpRequest"))),
        getClass().getName() + "$SendAsyncAdvice");
  }

  /** Around the blocking call. */
  public static final class SendAdvice {

    private SendAdvice() {}

    /** The request to send instead; null to leave the application's. */
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable HttpRequest enter(@Advice.Argument(0) @Nullable HttpRequest request) {
      return JavaClientHooks.start(request);
    }

    /** Ends the exchange before the application goes on. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter @Nullable HttpRequest traced,
        @Advice.Return @Nullable HttpResponse<?> response,
        @Advice.Thrown @Nullable Throwable thrown) {
      JavaClientHooks.end(traced, response, thrown);
    }
  }

  /** Around the call that returns a future. */
  public static final class SendAsyncAdvice {

    private SendAsyncAdvice() {}

    /** The request to send instead; null to leave the application's. */
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable HttpRequest enter(@Advice.Argument(0) @Nullable HttpRequest request) {
      return JavaClientHooks.start(request);
    }

    /** Ends the exchange when the future completes; the future stays the one the JDK made. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter @Nullable HttpRequest traced,
        @Advice.Return @Nullable CompletableFuture<?> future,
        @Advice.Thrown @Nullable Throwable thrown) {
      JavaClientHooks.endWith(traced, future, thrown);
    }
  }
}
