package io.pillion.agent.telemetry;

import java.nio.charset.StandardCharsets;

/** Ids as lower-case hex, the only case that any of the formats allows. */
final class HexDigits {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

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

  /** The text that the digits were put into. */
  static String text(byte[] digits) {
    return new String(digits, StandardCharsets.ISO_8859_1);
  }

  /** Writes the lowest digits of {@code value}. */
  static void put(long value, byte[] text, int from, int digits) {
    for (int i = digits - 1; i >= 0; i--) {
      text[from + i] = HEX[(int) (value >>> ((digits - 1 - i) * 4)) & 0xf];
    }
  }
}
