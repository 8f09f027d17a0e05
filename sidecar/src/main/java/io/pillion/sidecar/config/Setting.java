package io.pillion.sidecar.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value as the operator wrote it, for a key that exists.
 *
 * @param text a single value; null if it is a mapping
 * @param mapping null if it is a single value
 */
record Setting(
    ConfigKey<?> key, @Nullable String text, @Nullable Map<String, String> mapping, Origin origin) {

  static Setting of(ConfigKey<?> key, String text, Origin origin) {
    return new Setting(key, text, null, origin);
  }

  static Setting of(ConfigKey<?> key, Map<String, String> mapping, Origin origin) {
    return new Setting(key, null, mapping, origin);
  }

  Object parse() throws InvalidValueException {
    Object value =
        mapping != null
            ? key.type().parseMapping(mapping)
            : key.type().parse(text == null ? "" : text);
    return java.util.Objects.requireNonNull(value);
  }
}
