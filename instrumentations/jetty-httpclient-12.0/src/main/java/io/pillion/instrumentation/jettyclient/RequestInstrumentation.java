package io.pillion.instrumentation.jettyclient;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.jspecify.annotations.Nullable;

/** Where all ways of sending a request meet, those of redirects and authentication among them. */
final class RequestInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("org.eclipse.jetty.client.transport.HttpRequest");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    // In the oldest versions the blocking way does not lead by the public method.
    String listener = "org.eclipse.jetty.client.Response$CompleteListener";
    transformer.applyAdviceToMethod(
        named("send").and(takesArgument(0, named(listener)).or(takesArgument(1, named(listener)))),
        getClass().getName() + "$SendAdvice");
  }

  /** Around the sending. */
  public static final class SendAdvice {

    private SendAdvice() {}

    /** The call that begins; null if none does. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable JettyCall enter(
        @Advice.This Request request,
        @Advice.FieldValue("conversation") HttpConversation conversation) {
      return JettyHooks.send(request, conversation);
    }

    /** Ends it if there will be no outcome. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter @Nullable JettyCall begun, @Advice.Thrown @Nullable Throwable thrown) {
      JettyHooks.sent(begun, thrown);
    }
  }
}
