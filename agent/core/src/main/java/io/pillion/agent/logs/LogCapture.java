package io.pillion.agent.logs;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.AppLogs;
import io.pillion.agent.bootstrap.LogEvent;
import io.pillion.agent.config.AgentConfig;
import io.pillion.agent.telemetry.CurrentSpan;
import io.pillion.agent.telemetry.Failure;
import io.pillion.agent.telemetry.TraceContext;
import io.pillion.ipc.AgentLink;
import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.status.DropReason;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Serves the instrumentations of logging libraries. An event is captured if it is severe enough and
 * within the rate; what the capture itself makes the application log, by an exception's own methods
 * for example, is not captured again.
 *
 * <p><b>Threading.</b> Any application thread; no lock.
 */
public final class LogCapture implements AppLogs {
  /** Of a message; the wire cuts at a like length. */
  private static final int LONGEST_MESSAGE = 16 * 1024;

  private static final int LONGEST_VALUE = 1024;

  private final ThreadLocal<@Nullable Boolean> capturing = new ThreadLocal<>();
  private final Predicate<TelemetryItem> telemetry;
  private final Consumer<DropReason> refused;
  private final Settings settings;
  private final RateLimit rate;

  /**
   * What is captured, and under which names.
   *
   * @param severity least OpenTelemetry severity number
   * @param perSecond most events
   * @param mdcKeys that are kept of the diagnostic context
   */
  record Settings(
      int severity,
      int perSecond,
      List<String> mdcKeys,
      String traceIdKey,
      String spanIdKey,
      String traceFlagsKey) {}

  /** Hands events to {@code link}. */
  public LogCapture(AgentConfig config, AgentLink link) {
    this(
        new Settings(
            config.logCaptureSeverity(),
            config.logCaptureRate(),
            config.logCaptureMdcKeys(),
            config.traceIdKey(),
            config.spanIdKey(),
            config.traceFlagsKey()),
        link::offer,
        link::refuse);
  }

  LogCapture(Settings settings, Predicate<TelemetryItem> telemetry, Consumer<DropReason> refused) {
    this.settings = settings;
    this.telemetry = telemetry;
    this.refused = refused;
    this.rate = new RateLimit(settings.perSecond(), System.nanoTime());
  }

  @Override
  public @Nullable Map<String, String> traceEntries() {
    TraceContext context = CurrentSpan.get();
    if (context == null) {
      return null;
    }
    HexFormat hex = HexFormat.of();
    Map<String, String> entries = new LinkedHashMap<>(8);
    entries.put(
        settings.traceIdKey(),
        hex.toHexDigits(context.traceIdHigh()).concat(hex.toHexDigits(context.traceIdLow())));
    entries.put(settings.spanIdKey(), hex.toHexDigits(context.spanId()));
    entries.put(settings.traceFlagsKey(), hex.toHexDigits((byte) context.flags()));
    return entries;
  }

  @Override
  public boolean wants(int severity) {
    return severity >= settings.severity();
  }

  @Override
  public void record(LogEvent event) {
    if (capturing.get() != null) {
      return;
    }
    if (!rate.take(System.nanoTime())) {
      refused.accept(DropReason.LOG_RATE);
      return;
    }
    capturing.set(true);
    try {
      boolean unused = telemetry.test(item(event));
    } catch (Throwable e) {
      refused.accept(DropReason.ENCODE_FAILED);
      Agent.adviceFailed(e);
    } finally {
      capturing.remove();
    }
  }

  private LogItem item(LogEvent event) {
    Throwable thrown = event.thrown();
    return new LogItem(
        event.epochNanos(),
        CurrentSpan.get(),
        event.severity(),
        event.severityText(),
        event.loggerName(),
        shortened(event.message(), LONGEST_MESSAGE),
        event.threadName(),
        thrown == null ? null : Failure.of(thrown),
        mdc(event));
  }

  private List<String> mdc(LogEvent event) {
    List<String> keys = settings.mdcKeys();
    if (keys.isEmpty()) {
      return keys;
    }
    List<String> kept = new ArrayList<>(keys.size() * 2);
    for (int i = 0; i < keys.size(); i++) {
      String value = shortened(event.contextValue(keys.get(i)), LONGEST_VALUE);
      if (value != null) {
        kept.add(keys.get(i));
        kept.add(value);
      }
    }
    return kept;
  }

  private static @Nullable String shortened(@Nullable String text, int longest) {
    return text == null || text.length() <= longest ? text : text.substring(0, longest);
  }
}
