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
  private static final int KNOWN_FLAGS = TraceContext.SAMPLED | TraceContext.RANDOM;

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
        || !HexDigits.areIn(value, 0, 2)
        || !HexDigits.areIn(value, TRACE_ID, SPAN_ID - 1)
        || !HexDigits.areIn(value, SPAN_ID, FLAGS - 1)
        || !HexDigits.areIn(value, FLAGS, LENGTH)
        || !isVersionAcceptable(value)) {
      return null;
    }
    long high = HexDigits.parse(value, TRACE_ID, TRACE_ID + 16);
    long low = HexDigits.parse(value, TRACE_ID + 16, SPAN_ID - 1);
    long spanId = HexDigits.parse(value, SPAN_ID, FLAGS - 1);
    if ((high | low) == 0 || spanId == 0) {
      return null;
    }
    int flags = (int) HexDigits.parse(value, FLAGS, LENGTH) & KNOWN_FLAGS;
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

  /** The header that makes {@code context} the parent of what receives it. */
  static String format(TraceContext context) {
    byte[] text = new byte[LENGTH];
    text[0] = '0';
    text[1] = '0';
    text[2] = '-';
    HexDigits.put(context.traceIdHigh(), text, TRACE_ID, 16);
    HexDigits.put(context.traceIdLow(), text, TRACE_ID + 16, 16);
    text[SPAN_ID - 1] = '-';
    HexDigits.put(context.spanId(), text, SPAN_ID, 16);
    text[FLAGS - 1] = '-';
    HexDigits.put(context.flags(), text, FLAGS, 2);
    return HexDigits.text(text);
  }
}
