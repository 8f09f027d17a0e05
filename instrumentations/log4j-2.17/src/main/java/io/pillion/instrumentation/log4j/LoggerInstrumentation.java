package io.pillion.instrumentation.log4j;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * The two calls by which a logger hands on what its level lets pass, on the thread that logs. Both
 * are taken at their beginning: a message that is used again is whole only until it is handed on.
 */
final class LoggerInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return namedOneOf(
        "org.apache.logging.log4j.core.Logger", "org.apache.logging.log4j.core.async.AsyncLogger");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("logMessage").and(takesArguments(5)), getClass().getName() + "$MessageAdvice");
    transformer.applyAdviceToMethod(
        named("log").and(takesArguments(6)), getClass().getName() + "$LocationAdvice");
  }

  /** A call without the place of its source. */
  public static final class MessageAdvice {

    private MessageAdvice() {}

    /** Runs before the event is made. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(
        @Advice.This Logger logger,
        @Advice.Argument(1) Level level,
        @Advice.Argument(3) @Nullable Message message,
        @Advice.Argument(4) @Nullable Throwable thrown) {
      Log4jCapture.logging(logger, level, message, thrown);
    }
  }

  /** A call that brings the place of its source. */
  public static final class LocationAdvice {

    private LocationAdvice() {}

    /** Runs before the event is made. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(
        @Advice.This Logger logger,
        @Advice.Argument(0) Level level,
        @Advice.Argument(4) @Nullable Message message,
        @Advice.Argument(5) @Nullable Throwable thrown) {
      Log4jCapture.logging(logger, level, message, thrown);
    }
  }
}
