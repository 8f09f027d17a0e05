package io.pillion.instrumentation.otelapi;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The span of one call of an annotated method. */
public final class MethodSpan implements BiConsumer<Object, Throwable> {
  private static final AgentTracer TRACER = new AgentTracer("io.pillion.with-span", null);

  private final AgentSpan span;
  private final Scope scope;

  private MethodSpan(AgentSpan span, Scope scope) {
    this.span = span;
    this.scope = scope;
  }

  /** Starts the span and makes it current; null where the application traces by itself. */
  @SuppressWarnings("MustBeClosed") // exit closes it
  public static @Nullable MethodSpan start(
      Class<?> type, String name, String descriptor, @Nullable Object[] arguments) {
    SpanMethod method = SpanMethods.of(type, name, descriptor);
    SpanBuilder builder = TRACER.spanBuilder(method.spanName()).setSpanKind(method.kind());
    if (!method.inherits()) {
      builder.setNoParent();
    }
    Span started = builder.startSpan();
    if (!(started instanceof AgentSpan span)) {
      return null;
    }
    span.setAttribute("code.namespace", type.getName()).setAttribute("code.function", name);
    @Nullable String[] keys = method.attributes();
    for (int i = 0; i < keys.length && i < arguments.length; i++) {
      span.handle().attribute(keys[i], value(arguments[i]));
    }
    return new MethodSpan(span, span.makeCurrent());
  }

  private static @Nullable Object value(@Nullable Object argument) {
    if (argument instanceof Integer || argument instanceof Short || argument instanceof Byte) {
      return ((Number) argument).longValue();
    }
    return argument instanceof Float number ? (Object) number.doubleValue() : argument;
  }

  /** Called when the method returns or throws. */
  public void exit(@Nullable Object returned, @Nullable Throwable thrown) {
    scope.close();
    if (thrown == null && returned instanceof CompletionStage<?> stage) {
      Object unused = stage.whenComplete(this);
    } else {
      accept(returned, thrown);
    }
  }

  /** Ends the span. */
  @Override
  public void accept(@Nullable Object result, @Nullable Throwable failure) {
    if (failure != null) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      span.setStatus(StatusCode.ERROR).recordException(cause == null ? failure : cause);
    }
    span.end();
  }
}
