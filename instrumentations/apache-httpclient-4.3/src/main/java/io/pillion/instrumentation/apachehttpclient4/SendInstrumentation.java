package io.pillion.instrumentation.apachehttpclient4;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.apache.http.client.methods.HttpRequestWrapper;
import org.jspecify.annotations.Nullable;

/** The last step of the clients' chains, run for each sending of a call. */
final class SendInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return namedOneOf(
        "org.apache.http.impl.execchain.MainClientExec",
        "org.apache.http.impl.execchain.MinimalClientExec");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("execute")
            .and(takesArguments(4))
            .and(takesArgument(1, named("org.apache.http.client.methods.HttpRequestWrapper"))),
        getClass().getName() + "$SendAdvice");
  }

  /** Before the request is written. */
  public static final class SendAdvice {

    private SendAdvice() {}

    /** Adds the trace headers to the client's copy of the application's request. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(@Advice.Argument(1) @Nullable HttpRequestWrapper request) {
      ApacheHooks.send(request);
    }
  }
}
