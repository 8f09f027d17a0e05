package io.pillion.sidecar.config;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes values as a file would, without their secrets. */
final class ShownValue {
  private static final String MASK = "***";

  private ShownValue() {}

  static String of(ConfigKey<?> key, Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + "=" + (key.secret() ? MASK : entry.getValue()))
          .collect(Collectors.joining(","));
    }
    if (key.secret()) {
      return MASK;
    }
    if (value instanceof Duration duration) {
      return ofDuration(duration);
    }
    if (value instanceof Enum<?> constant) {
      return ValueTypes.lowerCase(constant);
    }
    return value instanceof Long bytes ? ofBytes(bytes) : String.valueOf(value);
  }

  static String ofDuration(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  static String ofBytes(long bytes) {
    if (bytes % (1 << 20) == 0) {
      return (bytes >> 20) + "MiB";
    }
    return bytes % (1 << 10) == 0 ? (bytes >> 10) + "KiB" : bytes + "B";
  }
}
