package io.pillion.instrumentation.jdkhttpserver;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import com.sun.net.httpserver.HttpExchange;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import java.io.InputStream;
import java.io.OutputStream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** The calls by which an application answers and ends an exchange, on whichever thread. */
final class ExchangeInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return namedOneOf(
        "sun.net.httpserver.HttpExchangeImpl", "sun.net.httpserver.HttpsExchangeImpl");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("sendResponseHeaders").and(takesArguments(int.class, long.class)),
        getClass().getName() + "$HeadersAdvice");
    transformer.applyAdviceToMethod(
        named("setStreams").and(takesArguments(InputStream.class, OutputStream.class)),
        getClass().getName() + "$StreamsAdvice");
    transformer.applyAdviceToMethod(
        named("close").and(takesNoArguments()), getClass().getName() + "$CloseAdvice");
  }

  /** Notes the status, and the end of a response without a body. */
  public static final class HeadersAdvice {

    private HeadersAdvice() {}

    /** Runs also when the headers could not be sent. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This HttpExchange exchange,
        @Advice.Argument(0) int status,
        @Advice.Argument(1) long length,
        @Advice.Thrown @Nullable Throwable thrown) {
      JdkServerHooks.headersSent(exchange, status, length, thrown);
    }
  }

  /** Keeps the exchange's state reachable when a filter puts its own stream in. */
  public static final class StreamsAdvice {

    private StreamsAdvice() {}

    /** The stream to set instead; null to leave the argument. */
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(1))
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable OutputStream enter(
        @Advice.This HttpExchange exchange, @Advice.Argument(1) @Nullable OutputStream body) {
      return JdkServerHooks.replacingBody(exchange, body);
    }
  }

  /** Notes the end of the exchange. */
  public static final class CloseAdvice {

    private CloseAdvice() {}

    /** Runs after the exchange closed. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.This HttpExchange exchange) {
      JdkServerHooks.closed(exchange);
    }
  }
}
