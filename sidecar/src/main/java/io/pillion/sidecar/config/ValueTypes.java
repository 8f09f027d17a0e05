package io.pillion.sidecar.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The simple types of settings. */
final class ValueTypes {
  private static final Pattern QUANTITY = Pattern.compile("(\\d{1,12})([A-Za-z]*)");
  private static final Map<String, Long> NANOS_PER_UNIT =
      Map.of(
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);
  private static final Map<String, Long> BYTES_PER_UNIT =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  private ValueTypes() {}

  /** A time with a unit, within bounds that are inclusive. */
  static ValueType<Duration> duration(Duration least, Duration most) {
    return of(
        "a duration: a whole number and `ms`, `s`, `m` or `h`",
        "from " + ShownValue.ofDuration(least) + " to " + ShownValue.ofDuration(most),
        pattern("^[0-9]{1,12}(ms|s|m|h)$"),
        text -> {
          long nanos = quantity(text, NANOS_PER_UNIT, "not a duration", "10s or 200ms");
          Duration value = Duration.ofNanos(nanos);
          if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw outOfRange(text, shown(least), shown(most));
          }
          return value;
        });
  }

  /** An amount of memory with a unit, within bounds that are inclusive. */
  static ValueType<Long> size(long leastBytes, long mostBytes) {
    return of(
        "a size: a whole number and `B`, `KiB`, `MiB` or `GiB`",
        "from " + ShownValue.ofBytes(leastBytes) + " to " + ShownValue.ofBytes(mostBytes),
        pattern("^[0-9]{1,12}(B|KiB|MiB|GiB)$"),
        text -> {
          long bytes = quantity(text, BYTES_PER_UNIT, "not a size", "8MiB or 512KiB");
          if (bytes < leastBytes || bytes > mostBytes) {
            throw outOfRange(text, leastBytes + "B", mostBytes + "B");
          }
          return bytes;
        });
  }

  /** A whole number within bounds that are inclusive. */
  static ValueType<Integer> count(int least, int most) {
    return of(
        "a whole number from " + least + " to " + most,
        "",
        Map.of("type", "integer", "minimum", least, "maximum", most),
        text -> {
          int value;
          try {
            value = Integer.parseInt(text);
          } catch (NumberFormatException e) {
            throw new InvalidValueException("not a whole number: " + text);
          }
          if (value < least || value > most) {
            throw outOfRange(text, String.valueOf(least), String.valueOf(most));
          }
          return value;
        });
  }

  /** One of an enum's constants, written in lower case. */
  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
    E[] constants = type.getEnumConstants();
    String names =
        Arrays.stream(constants).map(ValueTypes::lowerCase).collect(Collectors.joining(" or "));
    return of(
        names,
        "",
        Map.of("enum", Arrays.stream(constants).map(ValueTypes::lowerCase).toList()),
        text -> {
          for (E constant : constants) {
            if (lowerCase(constant).equals(text)) {
              return constant;
            }
          }
          throw new InvalidValueException("unknown value: " + text + "; write " + names);
        });
  }

  /** A path of a file or directory; whether it exists is not looked at. */
  static ValueType<Path> path() {
    return of(
        "a path",
        "",
        Map.of("type", "string"),
        text -> {
          try {
            return Path.of(text);
          } catch (InvalidPathException e) {
            throw new InvalidValueException("not a path: " + e.getMessage());
          }
        });
  }

  /** {@code host:port}; an IPv6 address in brackets. */
  static ValueType<ListenAddress> address() {
    return of(
        "`host:port`, port 0 for any free one",
        "",
        pattern(ListenAddresses.SCHEMA_PATTERN),
        ListenAddresses::parse);
  }

  /** {@code host:port} that only this machine reaches. */
  static ValueType<ListenAddress> loopbackAddress() {
    return of(
        "`host:port` with a loopback host, port 0 for any free one",
        "",
        // A name may stand for a loopback address; of a numeric one it can be seen.
        Map.of(
            "type",
            "string",
            "pattern",
            ListenAddresses.SCHEMA_PATTERN,
            "not",
            Map.of("pattern", "^(?!127\\.)[0-9]+([.][0-9]+){3}:")),
        text -> {
          ListenAddress address = ListenAddresses.parse(text);
          if (!address.isLoopback()) {
            throw new InvalidValueException(
                "not a loopback address: "
                    + text
                    + "; write for example 127.0.0.1:7420 (whoever can connect sees traces)");
          }
          return address;
        });
  }

  /** An enum constant as it is written in a file. */
  static String lowerCase(Enum<?> constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }

  private static long quantity(String text, Map<String, Long> units, String fault, String example)
      throws InvalidValueException {
    Matcher matcher = QUANTITY.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValueException(fault + ": " + text + "; write for example " + example);
    }
    Long factor = units.get(matcher.group(2));
    if (factor == null) {
      String what = matcher.group(2).isEmpty() ? "has no unit: " : "has an unknown unit: ";
      throw new InvalidValueException(what + text + "; write for example " + example);
    }
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
    } catch (ArithmeticException e) {
      throw new InvalidValueException("too large: " + text);
    }
  }

  private static String shown(Duration value) {
    return value.toMillis() % 1000 == 0 ? value.toSeconds() + "s" : value.toMillis() + "ms";
  }

  private static InvalidValueException outOfRange(String text, String least, String most) {
    return new InvalidValueException(
        "out of range: " + text + "; least=" + least + ", most=" + most);
  }

  private static Map<String, Object> pattern(String pattern) {
    return Map.of("type", "string", "pattern", pattern);
  }

  private static <T> ValueType<T> of(
      String form, String bounds, Map<String, Object> schema, Parser<T> parser) {
    return new ValueType<>() {
      @Override
      public T parse(String text) throws InvalidValueException {
        return parser.parse(text);
      }

      @Override
      public String form() {
        return form;
      }

      @Override
      public String bounds() {
        return bounds;
      }

      @Override
      public Map<String, Object> schema() {
        return schema;
      }
    };
  }

  private interface Parser<T> {
    T parse(String text) throws InvalidValueException;
  }
}
