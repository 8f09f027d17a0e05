package io.pillion.sidecar.log;

import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Writes one line per event: time, level, event, then {@code key=value} pairs.
 *
 * <p><b>Threading.</b> Any thread. Lines do not mix.
 */
public final class EventLog {
  private final PrintStream out;
  private final Clock clock;

  /** Writes to {@code out}, which stays the caller's. */
  public EventLog(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /** What an operator may want to know. */
  public void info(String event, Object... pairs) {
    write(Level.INFO, event, pairs);
  }

  /** What an operator should look at some day. */
  public void warn(String event, Object... pairs) {
    write(Level.WARN, event, pairs);
  }

  /** What an operator must look at. */
  public void error(String event, Object... pairs) {
    write(Level.ERROR, event, pairs);
  }

  private enum Level {
    INFO,
    WARN,
    ERROR
  }

  private void write(Level level, String event, Object[] pairs) {
    StringBuilder line = new StringBuilder(160);
    line.append("time=").append(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    line.append(" level=").append(level.name().toLowerCase(Locale.ROOT));
    line.append(" event=");
    appendValue(line, event);
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      line.append(' ').append(pairs[i]).append('=');
      appendValue(line, String.valueOf(pairs[i + 1]));
    }
    out.println(line);
  }

  /** Quotes where needed: whatever a value holds, it stays within its line and its pair. */
  private static void appendValue(StringBuilder line, String value) {
    if (isPlain(value)) {
      line.append(value);
      return;
    }
    line.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> line.append('\\').append(c);
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
            line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
    line.append('"');
  }

  private static boolean isPlain(String value) {
    if (value.isEmpty()) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c == '"' || c == '=' || c == '\\' || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }
}
