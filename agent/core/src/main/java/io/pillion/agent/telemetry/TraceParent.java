package io.pillion.agent.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * The {@code traceparent} header, W3C Trace Context section 3.2: {@code 00-<trace id>-<parent
 * id>-<flags>} in lower-case hex. A later version may have more behind a further dash.
 */
final class TraceParent {
  private static final int LENGTH = 55;
  private static final int TRACE_ID = 3;
  private static final int SPAN_ID = 36;
  private static final int FLAGS = 53;
  private static final int KNOWN_FLAGS = 0x03;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private TraceParent() {}

  /**
   * Parses a header value.
   *
   * @return the remote parent, without state and baggage; null if the value is not valid
   */
  static @Nullable TraceContext parse(String header) {
    String value = OptionalSpace.trim(header);
    if (value.length() < LENGTH
        || value.charAt(2) != '-'
        || value.charAt(SPAN_ID - 1) != '-'
        || value.charAt(FLAGS - 1) != '-'
        || !isHex(value, 0, 2)
        || !isHex(value, TRACE_ID, SPAN_ID - 1)
        || !isHex(value, SPAN_ID, FLAGS - 1)
        || !isHex(value, FLAGS, LENGTH)
        || !isVersionAcceptable(value)) {
      return null;
    }
    long high = parse(value, TRACE_ID, 16);
    long low = parse(value, TRACE_ID + 16, 16);
    long spanId = parse(value, SPAN_ID, 16);
    if ((high | low) == 0 || spanId == 0) {
      return null;
    }
    int flags = (int) parse(value, FLAGS, 2) & KNOWN_FLAGS;
    return new TraceContext(high, low, spanId, flags, null, null);
  }

  private static boolean isVersionAcceptable(String value) {
    if (value.startsWith("ff")) {
      return false;
    }
    if (value.startsWith("00")) {
      return value.length() == LENGTH;
    }
    return value.length() == LENGTH || value.charAt(LENGTH) == '-';
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static long parse(String text, int from, int digits) {
    long value = 0;
    for (int i = from; i < from + digits; i++) {
      value = value << 4 | Character.digit(text.charAt(i), 16);
    }
    return value;
  }

  /** The header that makes {@code context} the parent of what receives it. */
  static String format(TraceContext context) {
    char[] text = new char[LENGTH];
    text[0] = '0';
    text[1] = '0';
    text[2] = '-';
    format(context.traceIdHigh(), text, TRACE_ID, 16);
    format(context.traceIdLow(), text, TRACE_ID + 16, 16);
    text[SPAN_ID - 1] = '-';
    format(context.spanId(), text, SPAN_ID, 16);
    text[FLAGS - 1] = '-';
    format(context.flags(), text, FLAGS, 2);
    return new String(text);
  }

  private static void format(long value, char[] text, int from, int digits) {
    for (int i = digits - 1; i >= 0; i--) {
      text[from + i] = HEX[(int) (value >>> ((digits - 1 - i) * 4)) & 0xf];
    }
  }
}
