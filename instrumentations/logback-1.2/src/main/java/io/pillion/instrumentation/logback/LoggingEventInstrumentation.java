package io.pillion.instrumentation.logback;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * The moment at which an event takes its copy of the diagnostic context: on the thread that logs,
 * before the event goes to another. What is added stays with the event; the thread's own context is
 * left alone.
 */
final class LoggingEventInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("ch.qos.logback.classic.spi.LoggingEvent");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("getMDCPropertyMap").and(takesNoArguments()), getClass().getName() + "$MdcAdvice");
  }

  /** Adds to the context that an event sees for the first time. */
  public static final class MdcAdvice {

    private MdcAdvice() {}

    /** Whether the event has no context yet. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static boolean enter(
        @Advice.FieldValue("mdcPropertyMap") @Nullable Map<String, String> known) {
      return known == null;
    }

    /** The context to keep and to return instead; null to leave it. */
    @Advice.AssignReturned.ToFields(@Advice.AssignReturned.ToFields.ToField("mdcPropertyMap"))
    @Advice.AssignReturned.ToReturned
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static @Nullable Map<String, String> exit(
        @Advice.Enter boolean first, @Advice.Return @Nullable Map<String, String> context) {
      return first ? LogbackMdc.withTrace(context) : null;
    }
  }
}
