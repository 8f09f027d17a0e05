package io.pillion.instrumentation.jettyclient;

import static net.bytebuddy.matcher.ElementMatchers.named;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.eclipse.jetty.client.transport.HttpChannel;
import org.eclipse.jetty.client.transport.HttpExchange;
import org.jspecify.annotations.Nullable;

/** Where those who asked for more of the content are called back. */
final class ContentInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("org.eclipse.jetty.client.transport.HttpReceiver");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("responseContentAvailable"), getClass().getName() + "$ContentAdvice");
  }

  /** While the content is handled. */
  public static final class ContentAdvice {

    private ContentAdvice() {}

    /** Works for what the call was made for. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(
        @Advice.FieldValue("channel") @Nullable HttpChannel channel) {
      HttpExchange exchange = channel == null ? null : channel.getHttpExchange();
      return exchange == null ? null : JettyHooks.attach(exchange.getRequest());
    }

    /** Leaves the thread as it was. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object attached) {
      JettyHooks.detach(attached);
    }
  }
}
