package io.pillion.instrumentation.log4j;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.matcher.ElementMatcher;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;

/** The call that gives an event its context data, on the thread that logs. */
final class ContextDataInstrumentation implements TypeInstrumentation {
  private static final String INJECTOR =
      "org.apache.logging.log4j.core.impl.ThreadContextDataInjector$";

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return namedOneOf(
        INJECTOR + "ForCopyOnWriteThreadContextMap",
        INJECTOR + "ForDefaultThreadContextMap",
        INJECTOR + "ForGarbageFreeThreadContextMap");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("injectContextData").and(takesArguments(2)), getClass().getName() + "$InjectAdvice");
  }

  /** Adds to what an event is given. */
  public static final class InjectAdvice {

    private InjectAdvice() {}

    /** The data to give instead; null to leave it. */
    @Advice.AssignReturned.ToReturned
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static @Nullable StringMap exit(
        @Advice.Argument(1) @Nullable StringMap own,
        @Advice.Return(typing = Assigner.Typing.STATIC) @Nullable StringMap given) {
      return Log4jContext.withTrace(own, given);
    }
  }
}
