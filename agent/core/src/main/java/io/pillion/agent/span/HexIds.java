package io.pillion.agent.span;

import io.pillion.agent.bootstrap.SpanIdentity;
import io.pillion.agent.telemetry.TraceContext;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Between identities as applications see them, in hex, and ours. */
public final class HexIds {
  private static final int WORD_DIGITS = 16;
  private static final HexFormat HEX = HexFormat.of();

  private HexIds() {}

  /** As the application sees it. */
  public static SpanIdentity identity(TraceContext context, boolean remote) {
    return new SpanIdentity(
        HEX.toHexDigits(context.traceIdHigh()) + HEX.toHexDigits(context.traceIdLow()),
        HEX.toHexDigits(context.spanId()),
        context.flags(),
        context.traceState(),
        remote);
  }

  /** As a parent of ours; null if it is no valid identity. */
  static @Nullable TraceContext context(SpanIdentity identity) {
    try {
      long high = traceIdHigh(identity);
      long low = traceIdLow(identity);
      long span = spanId(identity);
      return (high | low) == 0 || span == 0
          ? null
          : new TraceContext(high, low, span, identity.flags(), identity.traceState(), null);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  static long traceIdHigh(SpanIdentity identity) {
    return HexFormat.fromHexDigitsToLong(identity.traceId(), 0, WORD_DIGITS);
  }

  static long traceIdLow(SpanIdentity identity) {
    return HexFormat.fromHexDigitsToLong(identity.traceId(), WORD_DIGITS, 2 * WORD_DIGITS);
  }

  static long spanId(SpanIdentity identity) {
    return HexFormat.fromHexDigitsToLong(identity.spanId(), 0, WORD_DIGITS);
  }
}
