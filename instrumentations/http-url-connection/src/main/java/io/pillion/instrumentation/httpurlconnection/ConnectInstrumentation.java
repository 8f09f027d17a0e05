package io.pillion.instrumentation.httpurlconnection;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import java.net.HttpURLConnection;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** Connecting without sending, which the application may ask for by itself. */
final class ConnectInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return namedOneOf(
        "sun.net.www.protocol.http.HttpURLConnection",
        "sun.net.www.protocol.https.AbstractDelegateHttpsURLConnection");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("connect").and(isPublic()).and(takesNoArguments()),
        getClass().getName() + "$ConnectAdvice");
  }

  /** Around {@code connect}. */
  public static final class ConnectAdvice {

    private ConnectAdvice() {}

    /** Begins the exchange. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(
        @Advice.This HttpURLConnection connection, @Advice.FieldValue("connected") boolean done) {
      if (!done) {
        ConnectionHooks.begin(connection, connection.getRequestMethod());
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
}
