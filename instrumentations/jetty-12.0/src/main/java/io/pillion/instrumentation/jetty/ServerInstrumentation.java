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

/** Where all handlers have let a request pass, and the server goes on to answer 404. */
final class ServerInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("org.eclipse.jetty.server.Server");
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

    /** A denied request has been handled. */
    @AssignReturned.ToReturned
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static boolean exit(
        @Advice.Return boolean handled,
        @Advice.Argument(0) Request request,
        @Advice.Argument(1) Response response,
        @Advice.Argument(2) Callback callback) {
      return handled || JettyHooks.unclaimed(request, response, callback) != null;
    }
  }
}
