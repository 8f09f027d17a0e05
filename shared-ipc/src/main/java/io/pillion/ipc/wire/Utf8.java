package io.pillion.ipc.wire;

import java.nio.ByteBuffer;

/** UTF-8 into a buffer without a byte array in between. Unpaired surrogates become {@code ?}. */
final class Utf8 {
  private static final int LONGEST_CHARACTER = 4;

  private Utf8() {}

  /**
   * Writes {@code text} at the buffer's position.
   *
   * @param maxBytes what would reach beyond is left out, whole characters at a time
   * @return false if something was left out
   */
  static boolean put(String text, ByteBuffer buffer, int maxBytes) {
    int end = buffer.position() + maxBytes;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (buffer.position() > end - LONGEST_CHARACTER) {
        return false;
      }
      char c = text.charAt(i);
      if (c < 0x80) {
        buffer.put((byte) c);
      } else if (c < 0x800) {
        buffer.put((byte) (0xc0 | (c >> 6))).put(continuation(c));
      } else if (!Character.isSurrogate(c)) {
        putThree(buffer, c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        putFour(buffer, Character.toCodePoint(c, text.charAt(++i)));
      } else {
        buffer.put((byte) '?');
      }
    }
    return true;
  }

  private static void putThree(ByteBuffer buffer, int c) {
    buffer.put((byte) (0xe0 | (c >> 12))).put(continuation(c >> 6)).put(continuation(c));
  }

  private static void putFour(ByteBuffer buffer, int c) {
    buffer.put((byte) (0xf0 | (c >> 18))).put(continuation(c >> 12));
    buffer.put(continuation(c >> 6)).put(continuation(c));
  }

  private static byte continuation(int c) {
    return (byte) (0x80 | (c & 0x3f));
  }
}
