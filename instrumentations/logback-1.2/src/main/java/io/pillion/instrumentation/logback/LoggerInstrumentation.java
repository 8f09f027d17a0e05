package io.pillion.instrumentation.logback;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** The one call through which every event that passed level and filters goes to the appenders. */
final class LoggerInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("ch.qos.logback.classic.Logger");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("callAppenders").and(takesArguments(1)), getClass().getName() + "$AppendersAdvice");
  }

  /** Captures after the appenders: they have formatted the event, and it keeps what they made. */
  public static final class AppendersAdvice {

    private AppendersAdvice() {}

    /** Runs unless an appender threw. */
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static void exit(@Advice.Argument(0) ILoggingEvent event) {
      LogbackCapture.appended(event);
    }
  }
}
