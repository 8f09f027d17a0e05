package io.pillion.agent.config;

/** Reads values that carry their unit: {@code 20ms}, {@code 2MiB}. */
final class Quantity {

  private Quantity() {}

  /**
   * Nanoseconds of a duration in {@code us}, {@code ms} or {@code s}.
   *
   * @throws IllegalArgumentException if it is none, naming the form expected
   */
  static long durationNs(String text) {
    if (text.endsWith("us")) {
      return number(text, 2, 1_000L, "20ms");
    }
    if (text.endsWith("ms")) {
      return number(text, 2, 1_000_000L, "20ms");
    }
    if (text.endsWith("s")) {
      return number(text, 1, 1_000_000_000L, "20ms");
    }
    throw new IllegalArgumentException("a duration with its unit, for example 20ms");
  }

  /**
   * Bytes of a size in {@code B}, {@code KiB}, {@code MiB} or {@code GiB}.
   *
   * @throws IllegalArgumentException if it is none, naming the form expected
   */
  static long sizeBytes(String text) {
    if (text.endsWith("KiB")) {
      return number(text, 3, 1L << 10, "2MiB");
    }
    if (text.endsWith("MiB")) {
      return number(text, 3, 1L << 20, "2MiB");
    }
    if (text.endsWith("GiB")) {
      return number(text, 3, 1L << 30, "2MiB");
    }
    if (text.endsWith("B")) {
      return number(text, 1, 1L, "2MiB");
    }
    throw new IllegalArgumentException("a size with its unit, for example 2MiB");
  }

  private static long number(String text, int unitLength, long factor, String example) {
    try {
      long value = Long.parseLong(text.substring(0, text.length() - unitLength).trim());
      return Math.multiplyExact(value, factor);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException("a whole number with its unit, for example " + example, e);
    }
  }
}
