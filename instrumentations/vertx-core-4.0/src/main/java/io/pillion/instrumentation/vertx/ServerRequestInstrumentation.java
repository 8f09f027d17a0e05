package io.pillion.instrumentation.vertx;

import static net.bytebuddy.matcher.ElementMatchers.named;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.vertx.core.http.impl.Http1xServerConnection;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** Where the server hands a request to the application, at once or after the one before it. */
final class ServerRequestInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("io.vertx.core.http.impl.Http1xServerRequest");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(named("handleBegin"), getClass().getName() + "$BeginAdvice");
  }

  /** While the application's handler is told. */
  public static final class BeginAdvice {

    private BeginAdvice() {}

    /** Works for this request. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable HttpServerExchange enter(
        @Advice.FieldValue("conn") @Nullable Http1xServerConnection connection) {
      return Turn.begin(connection);
    }

    /** Comes back. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable HttpServerExchange begun) {
      Turn.end(begun);
    }
  }
}
