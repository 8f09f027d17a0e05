package io.pillion.agent.telemetry;

import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * B3, the headers of Zipkin: {@code b3} alone, or {@code X-B3-*}. Both are read, {@code b3} first;
 * one or both are written.
 *
 * <p>A trace id of 16 digits is the lower half of one of 32. Ids without a word on sampling leave
 * the decision to us; a word on sampling without ids holds for the trace that begins here.
 */
final class B3Format implements TraceFormat {
  private static final String SINGLE = "b3";
  private static final String TRACE_ID = "X-B3-TraceId";
  private static final String SPAN_ID = "X-B3-SpanId";
  private static final String PARENT_ID = "X-B3-ParentSpanId";
  private static final String SAMPLED = "X-B3-Sampled";
  private static final String FLAGS = "X-B3-Flags";

  private static final int SHORT_ID = 16;
  private static final int LONG_ID = 32;
  private static final int NOT_VALID = -1;

  private final boolean single;
  private final boolean multi;

  /** Writes the formats that are true. */
  B3Format(boolean single, boolean multi) {
    this.single = single;
    this.multi = multi;
  }

  @Override
  public @Nullable TraceContext extract(HttpHeaders headers) {
    String value = headers.header(SINGLE);
    TraceContext parent = value == null ? null : parse(OptionalSpace.trim(value));
    return parent == null ? extractMulti(headers) : parent;
  }

  /** {@code <trace id>-<span id>[-<sampling>[-<parent id>]]}, or {@code <sampling>} alone. */
  private static @Nullable TraceContext parse(String value) {
    int dash = value.indexOf('-');
    if (dash < 0) {
      return parent(null, null, value.length() == 1 ? sampling(value.charAt(0)) : NOT_VALID);
    }
    int spanEnd = dash + 1 + SHORT_ID;
    if (value.length() < spanEnd) {
      return null;
    }
    int flags = TraceContext.UNDECIDED;
    if (value.length() > spanEnd) {
      int rest = value.length() - spanEnd;
      boolean wellFormed =
          value.charAt(spanEnd) == '-'
              && (rest == 2
                  || (rest == 3 + SHORT_ID
                      && value.charAt(spanEnd + 2) == '-'
                      && HexDigits.areIn(value, spanEnd + 3, value.length())));
      flags = wellFormed ? sampling(value.charAt(spanEnd + 1)) : NOT_VALID;
    }
    return parent(value.substring(0, dash), value.substring(dash + 1, spanEnd), flags);
  }

  private static @Nullable TraceContext extractMulti(HttpHeaders headers) {
    String traceId = trimmed(headers, TRACE_ID);
    String sampled = trimmed(headers, SAMPLED);
    String debug = trimmed(headers, FLAGS);
    int flags = TraceContext.UNDECIDED;
    if ("1".equals(debug)) {
      flags = sampling('d');
    } else if (sampled != null) {
      flags = sampling(sampled);
    }
    if (traceId == null) {
      return flags == TraceContext.UNDECIDED ? null : parent(null, null, flags);
    }
    return parent(traceId, trimmed(headers, SPAN_ID), flags);
  }

  private static @Nullable String trimmed(HttpHeaders headers, String name) {
    String value = headers.header(name);
    return value == null ? null : OptionalSpace.trim(value);
  }

  private static int sampling(String sampled) {
    if (sampled.length() == 1 && sampled.charAt(0) != 'd') {
      return sampling(sampled.charAt(0));
    }
    // As early tracers wrote it.
    if (sampled.equalsIgnoreCase("true")) {
      return TraceContext.SAMPLED;
    }
    return sampled.equalsIgnoreCase("false") ? 0 : NOT_VALID;
  }

  private static int sampling(char state) {
    return switch (state) {
      case '0' -> 0;
      case '1' -> TraceContext.SAMPLED;
      case 'd' -> TraceContext.SAMPLED | TraceContext.DEBUG;
      default -> NOT_VALID;
    };
  }

  private static @Nullable TraceContext parent(
      @Nullable String traceId, @Nullable String spanId, int flags) {
    if (flags == NOT_VALID) {
      return null;
    }
    if (traceId == null) {
      return new TraceContext(0, 0, 0, flags, null, null);
    }
    if ((traceId.length() != LONG_ID && traceId.length() != SHORT_ID)
        || spanId == null
        || spanId.length() != SHORT_ID
        || !HexDigits.areIn(traceId, 0, traceId.length())
        || !HexDigits.areIn(spanId, 0, SHORT_ID)) {
      return null;
    }
    int half = traceId.length() - SHORT_ID;
    long high = HexDigits.parse(traceId, 0, half);
    long low = HexDigits.parse(traceId, half, traceId.length());
    long span = HexDigits.parse(spanId, 0, SHORT_ID);
    return (high | low) == 0 || span == 0
        ? null
        : new TraceContext(high, low, span, flags, null, null);
  }

  @Override
  public void inject(TraceContext context, HttpClientExchange.HeaderSetter setter) {
    boolean debug = (context.flags() & TraceContext.DEBUG) != 0;
    if (single) {
      setter.set(SINGLE, single(context, debug));
    }
    if (multi) {
      if (!single) {
        // Of another trace, copied from the request that the application serves; it would win.
        setter.remove(SINGLE);
      }
      setter.set(TRACE_ID, hex(context.traceIdHigh(), context.traceIdLow()));
      setter.set(SPAN_ID, hex(context.spanId()));
      setter.remove(PARENT_ID);
      // Debug implies the decision to sample, which is not to be sent with it.
      if (debug) {
        setter.set(FLAGS, "1");
        setter.remove(SAMPLED);
      } else {
        setter.set(SAMPLED, context.sampled() ? "1" : "0");
        setter.remove(FLAGS);
      }
    }
  }

  private static String single(TraceContext context, boolean debug) {
    byte[] text = new byte[LONG_ID + 1 + SHORT_ID + 2];
    HexDigits.put(context.traceIdHigh(), text, 0, SHORT_ID);
    HexDigits.put(context.traceIdLow(), text, SHORT_ID, SHORT_ID);
    text[LONG_ID] = '-';
    HexDigits.put(context.spanId(), text, LONG_ID + 1, SHORT_ID);
    text[text.length - 2] = '-';
    text[text.length - 1] = (byte) (debug ? 'd' : context.sampled() ? '1' : '0');
    return HexDigits.text(text);
  }

  private static String hex(long high, long low) {
    byte[] text = new byte[LONG_ID];
    HexDigits.put(high, text, 0, SHORT_ID);
    HexDigits.put(low, text, SHORT_ID, SHORT_ID);
    return HexDigits.text(text);
  }

  private static String hex(long id) {
    byte[] text = new byte[SHORT_ID];
    HexDigits.put(id, text, 0, SHORT_ID);
    return HexDigits.text(text);
  }
}
