package io.pillion.instrumentation.httpurlconnection;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.net.HttpURLConnection;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Where a request is written and its response read: for https, too, whose connections hold one of
 * this class. All that asks for the response goes through {@code getInputStream}.
 *
 * <p>The trace headers go into the list that the connection sends, not into that of the application
 * and only until the response is there: the application never finds them.
 */
final class ConnectionInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("sun.net.www.protocol.http.HttpURLConnection");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    String outer = getClass().getName();
    transformer.applyAdviceToMethod(
        named("getOutputStream").and(isPublic()).and(takesNoArguments()), outer + "$OutputAdvice");
    transformer.applyAdviceToMethod(
        named("getInputStream").and(isPublic()).and(takesNoArguments()), outer + "$InputAdvice");
    transformer.applyAdviceToMethod(
        named("writeRequests").and(takesNoArguments()), outer + "$WriteAdvice");
  }

  /** Around the way to the request's body. */
  public static final class OutputAdvice {

    private OutputAdvice() {}

    /** Begins the exchange, unless the call will be refused. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(
        @Advice.This HttpURLConnection connection,
        @Advice.FieldValue("connected") boolean connected) {
      if (!connected && connection.getDoOutput()) {
        // What is written to makes the JDK turn GET into POST.
        String method = connection.getRequestMethod();
        ConnectionHooks.begin(connection, "GET".equals(method) ? "POST" : method);
      }
    }

    /** Ends it if nothing can be sent. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This HttpURLConnection connection, @Advice.Thrown @Nullable Throwable thrown) {
      if (thrown != null) {
        ConnectionHooks.fail(connection, thrown);
      }
    }
  }

  /** Around the way to the response. */
  public static final class InputAdvice {

    private InputAdvice() {}

    /** The exchange that this call will end; null if it ended before, or an outer call will. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable OpenExchange enter(
        @Advice.This HttpURLConnection connection,
        @Advice.FieldValue("inputStream") @Nullable InputStream response,
        @Advice.FieldValue("rememberedException") @Nullable Exception failure) {
      return response == null && failure == null && connection.getDoInput()
          ? ConnectionHooks.read(connection)
          : null;
    }

    /** Ends the exchange and takes the trace headers out again. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This HttpURLConnection connection,
        @Advice.Enter @Nullable OpenExchange exchange,
        @Advice.FieldValue("requests") @Nullable Object requests,
        @Advice.FieldValue("responseCode") int status,
        @Advice.Thrown @Nullable Throwable thrown) {
      if (exchange != null) {
        ConnectionHooks.end(connection, exchange, status, thrown);
        exchange.takeBack(requests);
      }
    }
  }

  /** Before the request's head is written, the first time and after redirects. */
  public static final class WriteAdvice {

    private WriteAdvice() {}

    /** Puts the trace headers in place. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(
        @Advice.This HttpURLConnection connection,
        @Advice.FieldValue("requests") @Nullable Object requests) {
      OpenExchange exchange = ConnectionHooks.current(connection);
      if (exchange != null && requests != null) {
        exchange.write(requests, MethodHandles.lookup());
      }
    }
  }
}
