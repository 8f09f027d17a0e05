package io.pillion.instrumentation.otelapi;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The annotated methods of each class, kept as long as the class. */
public final class SpanMethods extends ClassValue<Map<String, SpanMethod>> {
  private static final SpanMethods INSTANCE = new SpanMethods();

  private SpanMethods() {}

  /** What the annotations of that method say. */
  public static SpanMethod of(Class<?> type, String name, String descriptor) {
    Map<String, SpanMethod> methods = INSTANCE.get(type);
    String key = name.concat(descriptor);
    SpanMethod known = methods.get(key);
    if (known == null) {
      known = SpanMethod.of(type, name, descriptor);
      methods.put(key, known);
    }
    return known;
  }

  @Override
  protected Map<String, SpanMethod> computeValue(Class<?> type) {
    return new ConcurrentHashMap<>();
  }
}
