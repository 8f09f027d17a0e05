package io.pillion.agent.config;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/**
 * The agent's messages to the operator, on the error stream; never through the application's
 * logging.
 *
 * <p>The same message appears at most once a minute; the next appearance says how often it was held
 * back. The number of messages remembered is bounded.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> No method throws.
 */
public final class AgentLog {
  private static final String PREFIX = "[pillion] ";
  private static final long QUIET_NS = 60_000_000_000L;
  private static final int MAX_REMEMBERED = 256;

  private final LogLevel level;
  private final PrintStream out;
  private final NanoClock clock;
  private final Map<String, Repetition> remembered = new HashMap<>();

  /** Writes to the error stream what is at least as severe as {@code level}. */
  public AgentLog(LogLevel level) {
    this(level, System.err, new SystemClock());
  }

  AgentLog(LogLevel level, PrintStream out, NanoClock clock) {
    this.level = level;
    this.out = out;
    this.clock = clock;
  }

  /** Whether {@link #debug} writes at all; ask before composing a costly message. */
  public boolean debugEnabled() {
    return level == LogLevel.DEBUG;
  }

  /** Something the operator must mend. */
  public void error(String message) {
    write(LogLevel.ERROR, message);
  }

  /** Something that works, but not as configured or intended. */
  public void warn(String message) {
    write(LogLevel.WARN, message);
  }

  /** A change of state worth one line. */
  public void info(String message) {
    write(LogLevel.INFO, message);
  }

  /** Detail for whoever looks into the agent. */
  public void debug(String message) {
    write(LogLevel.DEBUG, message);
  }

  private void write(LogLevel severity, String message) {
    if (severity.compareTo(level) > 0) {
      return;
    }
    long heldBack = heldBack(message);
    if (heldBack < 0) {
      return;
    }
    StringBuilder line = new StringBuilder(PREFIX.length() + message.length() + 24);
    line.append(PREFIX).append(message);
    if (heldBack > 0) {
      line.append(", repeated=").append(heldBack);
    }
    out.println(line);
  }

  /** How often this message was held back since it was last written; negative: hold it back too. */
  private synchronized long heldBack(String message) {
    long now = clock.nanoTime();
    Repetition known = remembered.get(message);
    if (known == null) {
      if (remembered.size() >= MAX_REMEMBERED) {
        remembered.clear();
      }
      remembered.put(message, new Repetition(now));
      return 0;
    }
    if (now - known.writtenNs < QUIET_NS) {
      known.heldBack++;
      return -1;
    }
    long heldBack = known.heldBack;
    known.writtenNs = now;
    known.heldBack = 0;
    return heldBack;
  }

  /** A monotonic clock. */
  interface NanoClock {
    long nanoTime();
  }

  private static final class SystemClock implements NanoClock {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }
  }

  private static final class Repetition {
    private long writtenNs;
    private long heldBack;

    Repetition(long writtenNs) {
      this.writtenNs = writtenNs;
    }
  }
}
