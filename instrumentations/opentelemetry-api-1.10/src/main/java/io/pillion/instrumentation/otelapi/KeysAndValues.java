package io.pillion.instrumentation.otelapi;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Attributes as the agent takes them: key and value in turn. */
public final class KeysAndValues implements BiConsumer<AttributeKey<?>, Object> {
  private static final Object[] NONE = new Object[0];

  private final List<Object> list = new ArrayList<>();

  private KeysAndValues() {}

  /** Of these attributes; empty for null. */
  public static Object[] of(@Nullable Attributes attributes) {
    if (attributes == null || attributes.isEmpty()) {
      return NONE;
    }
    KeysAndValues collected = new KeysAndValues();
    attributes.forEach(collected);
    return collected.list.toArray();
  }

  @Override
  public void accept(AttributeKey<?> key, Object value) {
    list.add(key.getKey());
    list.add(value);
  }
}
