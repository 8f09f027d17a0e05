package io.pillion.instrumentation.tomcat;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.apache.catalina.connector.Request;

/** The end of a request, however it was served: its object is put back for the next one. */
final class RequestInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("org.apache.catalina.connector.Request");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("recycle").and(takesNoArguments()), getClass().getName() + "$RecycleAdvice");
  }

  /** Ends the exchange. */
  public static final class RecycleAdvice {

    private RecycleAdvice() {}

    /** The response has been sent; nothing has been forgotten yet. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(@Advice.This Request request) {
      TomcatHooks.end(request);
    }
  }
}
