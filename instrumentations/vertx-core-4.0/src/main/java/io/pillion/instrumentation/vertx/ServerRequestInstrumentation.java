package io.pillion.instrumentation.vertx;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * A request of the server. It is made of its head, and begins at once or, in the midst of the work
 * of the one before it, when that one is answered. So does its body.
 */
final class ServerRequestInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("io.vertx.core.http.impl.Http1xServerRequest");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        isConstructor().and(takesArguments(3)), getClass().getName() + "$MadeAdvice");
    transformer.applyAdviceToMethod(
        namedOneOf("handleBegin", "onData"), getClass().getName() + "$PartAdvice");
    transformer.applyAdviceToMethod(
        named("onEnd").and(takesNoArguments()), getClass().getName() + "$EndAdvice");
    transformer.applyAdviceToMethod(
        named("handleException").and(takesArguments(1)), getClass().getName() + "$PartAdvice");
  }

  /** When it was made. */
  public static final class MadeAdvice {

    private MadeAdvice() {}

    /** Keeps its context. */
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static void exit(
        @Advice.This Object request, @Advice.Argument(1) @Nullable Object message) {
      KeptContexts.made(request, message);
    }
  }

  /** While the application is told of the request, of a part of its body, or of what failed. */
  public static final class PartAdvice {

    private PartAdvice() {}

    /** Works for this request. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(@Advice.This Object request) {
      return KeptContexts.attachAndKeep(request);
    }

    /** Comes back. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object attached) {
      KeptContexts.detach(attached);
    }
  }

  /** While the application is told of the end of the request's body. */
  public static final class EndAdvice {

    private EndAdvice() {}

    /** Works for this request. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(@Advice.This Object request) {
      return KeptContexts.attach(request);
    }

    /** Comes back. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object attached) {
      KeptContexts.detach(attached);
    }
  }
}
