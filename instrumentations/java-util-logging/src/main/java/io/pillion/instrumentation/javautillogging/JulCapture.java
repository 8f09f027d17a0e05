package io.pillion.instrumentation.javautillogging;

import io.pillion.agent.bootstrap.Agent;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Offers records to the agent. Lives in the boot loader.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class JulCapture {
  private static final String OWN_THREADS = "pillion-";

  private JulCapture() {}

  /** A record is about to be logged; returns what waits for the logger's filter, else null. */
  public static @Nullable Filtering logged(Logger logger, @Nullable LogRecord event) {
    if (event == null) {
      return null;
    }
    int severity = severity(event.getLevel().intValue());
    if (!Agent.logs().wants(severity) || !logger.isLoggable(event.getLevel())) {
      return null;
    }
    if (logger.getFilter() != null) {
      return Filtering.begin(logger, event, severity);
    }
    capture(logger, event, severity);
    return null;
  }

  static void capture(Logger logger, LogRecord event, int severity) {
    if (!Thread.currentThread().getName().startsWith(OWN_THREADS) && !Bridges.take(logger)) {
      Agent.logs().record(new JulEvent(event, severity));
    }
  }

  /** The scale by which OpenTelemetry's data model of logs has these levels. */
  private static int severity(int level) {
    if (level > Level.WARNING.intValue()) {
      return 17;
    }
    if (level > Level.INFO.intValue()) {
      return 13;
    }
    if (level > Level.CONFIG.intValue()) {
      return 9;
    }
    if (level > Level.FINE.intValue()) {
      return 7;
    }
    if (level > Level.FINER.intValue()) {
      return 6;
    }
    return level > Level.FINEST.intValue() ? 5 : 1;
  }
}
