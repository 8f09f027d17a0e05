package io.pillion.instrumentation.javautillogging;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * The one method in which all ways to log end. It asks the logger's filter and then for handlers;
 * the filter is the application's and is not asked twice, so that it let a record pass is learnt
 * from the second.
 */
final class LoggerInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("java.util.logging.Logger");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("log")
            .and(takesArguments(1))
            .and(takesArgument(0, named("java.util.logging.LogRecord"))),
        getClass().getName() + "$LogAdvice");
    transformer.applyAdviceToMethod(
        namedOneOf("getHandlers", "accessCheckedHandlers").and(takesNoArguments()),
        getClass().getName() + "$HandlersAdvice");
  }

  /** Around the logging of a record. */
  public static final class LogAdvice {

    private LogAdvice() {}

    /** What waits for the logger's filter; null if nothing does. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Filtering enter(
        @Advice.This Logger logger, @Advice.Argument(0) @Nullable LogRecord event) {
      return JulCapture.logged(logger, event);
    }

    /** Forgets what the filter refused. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Filtering filtering) {
      if (filtering != null) {
        filtering.end();
      }
    }
  }

  /** Before the handlers are told. */
  public static final class HandlersAdvice {

    private HandlersAdvice() {}

    /** Captures what the filter let pass. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(@Advice.This Logger logger) {
      if (Filtering.used) {
        Filtering.passed(logger);
      }
    }
  }
}
