package io.pillion.instrumentation.jetty;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.Advice.AssignReturned;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Where Jetty answers what no other handler took. */
final class DefaultHandlerInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("org.eclipse.jetty.server.handler.DefaultHandler");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("handle")
            .and(takesArguments(3))
            .and(takesArgument(0, named("org.eclipse.jetty.server.Request"))),
        getClass().getName() + "$HandleAdvice");
  }

  /** Begins the exchange. */
  public static final class HandleAdvice {

    private HandleAdvice() {}

    /** Skips the handler if policy denies the request. */
    @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = DeniedJettyRequest.class)
    public static @Nullable Object enter(
        @Advice.Argument(0) Request request,
        @Advice.Argument(1) Response response,
        @Advice.Argument(2) Callback callback) {
      return JettyHooks.unclaimed(request, response, callback);
    }

    /** A denied request has been handled. */
    @AssignReturned.ToReturned
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static boolean exit(
        @Advice.Enter @Nullable Object entered, @Advice.Return boolean handled) {
      return handled || entered instanceof DeniedJettyRequest;
    }
  }
}
