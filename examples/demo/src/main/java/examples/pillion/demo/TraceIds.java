package examples.pillion.demo;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Makes W3C trace and span ids. */
public final class TraceIds {

  private static final HexFormat HEX = HexFormat.of();

  private TraceIds() {}

  /** 32 lower-case hex digits, not all zero. */
  public static String trace() {
    return span() + span();
  }

  /** 16 lower-case hex digits, not all zero. */
  public static String span() {
    return HEX.toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
  }
}
