package apps;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Bodies of any length that are the same in each run, and what is told of received ones. */
final class Pattern {
  static final int PIECE = 8192;

  private static final byte[] BYTES = new byte[2 * PIECE];

  static {
    for (int i = 0; i < BYTES.length; i++) {
      BYTES[i] = (byte) ('a' + i % 23);
    }
  }

  private Pattern() {}

  /** At most {@link #PIECE} bytes from that position on. */
  static byte[] piece(long position, long length) {
    int from = (int) (position % 23);
    return Arrays.copyOfRange(BYTES, from, from + (int) Math.min(length, PIECE));
  }

  /** The number behind the last slash of a path; 0 if there is none. */
  static long number(String path) {
    String text = path.substring(path.lastIndexOf('/') + 1);
    return text.isEmpty() || !Character.isDigit(text.charAt(0)) ? 0 : Long.parseLong(text);
  }

  /** The first part of a path, with its slash. */
  static String place(String path) {
    int end = path.indexOf('/', 1);
    return end < 0 ? path : path.substring(0, end);
  }

  /** What is answered to a body. */
  static byte[] account(long length, CRC32 sum) {
    return ("received " + length + " " + Long.toHexString(sum.getValue()))
        .getBytes(StandardCharsets.US_ASCII);
  }
}
