package io.pillion.agent.jvm;

import io.pillion.agent.config.AgentLog;
import io.pillion.ipc.TelemetryItem;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JVM's metrics every so often. The first time is one interval after the start: until
 * then nothing of the management beans is loaded, and the application has its start for itself.
 *
 * <p><b>Threading.</b> The writer thread of the link.
 */
public final class JvmMetrics {
  private final long intervalNs;
  private final Consumer<TelemetryItem> telemetry;
  private final AgentLog log;
  private @Nullable JvmReader reader;
  private long dueNs;
  private boolean off;

  /**
   * Prepares.
   *
   * @param intervalNs 0 for never
   */
  public JvmMetrics(long intervalNs, Consumer<TelemetryItem> telemetry, AgentLog log) {
    this.intervalNs = intervalNs;
    this.telemetry = telemetry;
    this.log = log;
    this.off = intervalNs == 0;
    this.dueNs = System.nanoTime() + intervalNs;
  }

  /** Reads if it is time. Never throws; a JVM without the beans is left alone from then on. */
  public void readIfDue(long nowNs) {
    if (off || nowNs - dueNs < 0) {
      return;
    }
    dueNs = nowNs + intervalNs;
    try {
      if (reader == null) {
        reader = new JvmReader();
      }
      reader.read(telemetry);
    } catch (Throwable e) {
      off = true;
      log.warn("metrics of the jvm are off, they cannot be read: cause=" + e);
    }
  }
}
