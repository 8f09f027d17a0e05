package io.pillion.instrumentation.otelapi;

import io.opentelemetry.api.trace.SpanKind;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * What the annotations of one method say. Read by reflection, so that it does not matter which
 * version of them the application has.
 */
public final class SpanMethod {
  private static final String PACKAGE = "io.opentelemetry.instrumentation.annotations.";

  private final String spanName;
  private final SpanKind kind;
  private final boolean inherits;
  private final @Nullable String[] attributes;

  private SpanMethod(
      String spanName, SpanKind kind, boolean inherits, @Nullable String[] attributes) {
    this.spanName = spanName;
    this.kind = kind;
    this.inherits = inherits;
    this.attributes = attributes;
  }

  /** The span's name. */
  public String spanName() {
    return spanName;
  }

  /** The span's kind. */
  public SpanKind kind() {
    return kind;
  }

  /** Whether the span is a child of the current one. */
  public boolean inherits() {
    return inherits;
  }

  /** The attribute key of each parameter; null for one that is not recorded. */
  public @Nullable String[] attributes() {
    return attributes;
  }

  /** Of the method with this name and descriptor. */
  static SpanMethod of(Class<?> type, String name, String descriptor) {
    String className = type.getName();
    String spanName = className.substring(className.lastIndexOf('.') + 1) + '.' + name;
    try {
      for (Method method : type.getDeclaredMethods()) {
        if (method.getName().equals(name) && descriptorOf(method).equals(descriptor)) {
          return of(method, spanName);
        }
      }
    } catch (LinkageError | ReflectiveOperationException | RuntimeException e) {
      // A class that another method of the same type names is missing, for example.
    }
    return new SpanMethod(spanName, SpanKind.INTERNAL, true, new String[0]);
  }

  private static String descriptorOf(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .toMethodDescriptorString();
  }

  private static SpanMethod of(Method method, String byDefault)
      throws ReflectiveOperationException {
    Annotation withSpan = find(method.getAnnotations(), "WithSpan");
    Object name = value(withSpan, "value");
    Object kind = value(withSpan, "kind");
    return new SpanMethod(
        name instanceof String text && !text.isEmpty() ? text : byDefault,
        kind instanceof SpanKind known ? known : SpanKind.INTERNAL,
        !Boolean.FALSE.equals(value(withSpan, "inheritContext")),
        attributes(method.getParameters()));
  }

  private static @Nullable String[] attributes(Parameter[] parameters)
      throws ReflectiveOperationException {
    @Nullable String[] keys = new String[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      Annotation attribute = find(parameters[i].getAnnotations(), "SpanAttribute");
      Object key = value(attribute, "value");
      if (key instanceof String text && !text.isEmpty()) {
        keys[i] = text;
      } else if (attribute != null && parameters[i].isNamePresent()) {
        keys[i] = parameters[i].getName();
      }
    }
    return keys;
  }

  private static @Nullable Annotation find(Annotation[] annotations, String simpleName) {
    for (Annotation annotation : annotations) {
      if (annotation.annotationType().getName().equals(PACKAGE.concat(simpleName))) {
        return annotation;
      }
    }
    return null;
  }

  /** Null where this version of the annotation has no such member. */
  private static @Nullable Object value(@Nullable Annotation annotation, String member)
      throws ReflectiveOperationException {
    if (annotation == null) {
      return null;
    }
    for (Method method : annotation.annotationType().getDeclaredMethods()) {
      if (method.getName().equals(member) && method.getParameterCount() == 0) {
        return method.invoke(annotation);
      }
    }
    return null;
  }
}
