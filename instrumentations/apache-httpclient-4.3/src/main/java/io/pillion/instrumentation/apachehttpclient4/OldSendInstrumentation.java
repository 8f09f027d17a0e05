package io.pillion.instrumentation.apachehttpclient4;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.apache.http.impl.client.RoutedRequest;
import org.jspecify.annotations.Nullable;

/** What sends for the deprecated clients, {@code DefaultHttpClient} and its like. */
@SuppressWarnings("deprecation")
final class OldSendInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("org.apache.http.impl.client.DefaultRequestDirector");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("tryExecute")
            .and(takesArguments(2))
            .and(takesArgument(0, named("org.apache.http.impl.client.RoutedRequest"))),
        getClass().getName() + "$SendAdvice");
  }

  /** Before the request is written. */
  public static final class SendAdvice {

    private SendAdvice() {}

    /** Adds the trace headers to the client's copy of the application's request. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(@Advice.Argument(0) @Nullable RoutedRequest routed) {
      if (routed != null) {
        ApacheHooks.send(routed.getRequest());
      }
    }
  }
}
