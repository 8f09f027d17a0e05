package io.pillion.agent.telemetry;

/** Ids as lower-case hex, the only case that any of the formats allows. */
final class HexDigits {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private HexDigits() {}

  /** Whether all of that part of the text are digits. */
  static boolean areIn(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  /** The number that these digits, at most 16, stand for. */
  static long parse(String text, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value << 4 | Character.digit(text.charAt(i), 16);
    }
    return value;
  }

  /** Writes the lowest digits of {@code value}. */
  static void put(long value, char[] text, int from, int digits) {
    for (int i = digits - 1; i >= 0; i--) {
      text[from + i] = HEX[(int) (value >>> ((digits - 1 - i) * 4)) & 0xf];
    }
  }
}
