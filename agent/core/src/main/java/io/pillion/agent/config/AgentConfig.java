package io.pillion.agent.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set about the agent, read once.
 *
 * <p>A value that cannot be used leaves its default in force and adds to {@link #problems}.
 *
 * <p><b>Threading.</b> Immutable.
 */
public final class AgentConfig {
  private final boolean enabled;
  private final @Nullable String ipcDir;
  private final boolean policyRequired;
  private final long policyTimeoutNs;
  private final int telemetryRingSize;
  private final long telemetrySegmentSizeBytes;
  private final long telemetryMaxSizeBytes;
  private final long jvmMetricsIntervalNs;
  private final int logCaptureSeverity;
  private final int logCaptureRate;
  private final List<String> logCaptureMdcKeys;
  private final String traceIdKey;
  private final String spanIdKey;
  private final String traceFlagsKey;
  private final LogLevel logLevel;
  private final String tracesSampler;
  private final double tracesSamplerRatio;
  private final Set<String> propagators;
  private final HttpOptions http;
  private final @Nullable String serviceName;
  private final Map<String, String> resourceAttributes;
  private final ConfigSource source;
  private final List<String> problems;

  private AgentConfig(AgentConfigReader reader) {
    this.source = reader.source();
    this.enabled = reader.enabled();
    this.ipcDir = reader.text("ipc.dir");
    this.policyRequired = reader.strictBool("policy.required");
    this.policyTimeoutNs =
        reader.durationNs("policy.timeout", 20_000_000L, 100_000L, 10_000_000_000L);
    this.telemetryRingSize = reader.integer("telemetry.ring-size", 8192, 64, 1 << 20);
    this.telemetrySegmentSizeBytes =
        reader.sizeBytes("telemetry.segment-size", 2L << 20, 1L << 20, 4L << 20);
    this.telemetryMaxSizeBytes =
        reader.sizeBytes("telemetry.max-size", 16L << 20, 2L << 20, 4L << 30);
    long interval =
        reader.durationNs(
            "metrics.jvm.interval", 10_000_000_000L, 1_000_000_000L, 3_600_000_000_000L);
    this.jvmMetricsIntervalNs =
        reader.bool("metrics.jvm.enabled", !reader.exportsNone("metrics")) ? interval : 0;
    int severity = reader.captureSeverity();
    this.logCaptureSeverity = reader.exportsNone("logs") ? Integer.MAX_VALUE : severity;
    this.logCaptureRate = reader.integer("logs.capture.rate", 100, 1, 100_000);
    this.logCaptureMdcKeys = reader.captureMdcKeys();
    this.traceIdKey = reader.loggingKey("trace-id-key", "trace_id");
    this.spanIdKey = reader.loggingKey("span-id-key", "span_id");
    this.traceFlagsKey = reader.loggingKey("trace-flags-key", "trace_flags");
    this.logLevel = reader.logLevel();
    this.tracesSampler = reader.tracesSampler();
    this.tracesSamplerRatio = reader.tracesSamplerRatio();
    this.propagators = reader.propagators();
    this.http = HttpOptions.read(reader);
    this.serviceName = reader.otelText("otel.service.name");
    this.resourceAttributes = reader.resourceAttributes();
    reader.finish();
    this.problems = Collections.unmodifiableList(reader.problems());
  }

  /**
   * Reads the configuration of this JVM.
   *
   * @param options what stood after the agent's path, {@code key=value,key=value}
   */
  public static AgentConfig read(@Nullable String options) {
    return read(options, System.getProperties(), System.getenv());
  }

  /** Reads from the given places; options outrank properties, and those the environment. */
  public static AgentConfig read(
      @Nullable String options, Properties properties, Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    Properties copy = new Properties();
    for (String name : properties.stringPropertyNames()) {
      String value = properties.getProperty(name);
      if (value != null) {
        copy.setProperty(name, value);
      }
    }
    ConfigSource source = new ConfigSource(options, copy, environment, problems);
    return new AgentConfig(new AgentConfigReader(source, problems));
  }

  /** What could not be used, one line each: the thing, the fact, the mend. */
  public List<String> problems() {
    return problems;
  }

  /** False if the operator switched the agent off. */
  public boolean enabled() {
    return enabled;
  }

  /** The directory shared with the sidecar; null for the default both sides agree on. */
  public @Nullable String ipcDir() {
    return ipcDir;
  }

  /** Whether requests are denied for as long as no policy was ever seen. */
  public boolean policyRequired() {
    return policyRequired;
  }

  /** How long a request may wait for a decision, in nanoseconds. */
  public long policyTimeoutNs() {
    return policyTimeoutNs;
  }

  /** Slots in the hand-off ring, in records. */
  public int telemetryRingSize() {
    return telemetryRingSize;
  }

  /** Size of one queue segment, in bytes. */
  public long telemetrySegmentSizeBytes() {
    return telemetrySegmentSizeBytes;
  }

  /** The most that one session's telemetry may occupy, in bytes. */
  public long telemetryMaxSizeBytes() {
    return telemetryMaxSizeBytes;
  }

  /** How often the JVM's own metrics are read, in nanoseconds; 0 if they are not. */
  public long jvmMetricsIntervalNs() {
    return jvmMetricsIntervalNs;
  }

  /** OpenTelemetry's number of the least severity of log events that are captured. */
  public int logCaptureSeverity() {
    return logCaptureSeverity;
  }

  /** The most log events captured in a second. */
  public int logCaptureRate() {
    return logCaptureRate;
  }

  /** The keys of the diagnostic context that captured log events keep. */
  public List<String> logCaptureMdcKeys() {
    return logCaptureMdcKeys;
  }

  /** The key of the trace id in the diagnostic context. */
  public String traceIdKey() {
    return traceIdKey;
  }

  /** The key of the span id in the diagnostic context. */
  public String spanIdKey() {
    return spanIdKey;
  }

  /** The key of the trace flags in the diagnostic context. */
  public String traceFlagsKey() {
    return traceFlagsKey;
  }

  /** How much the agent writes to the error stream. */
  public LogLevel logLevel() {
    return logLevel;
  }

  /** The sampler's name as {@code OTEL_TRACES_SAMPLER} defines it. */
  public String tracesSampler() {
    return tracesSampler;
  }

  /** The fraction of traces to sample, 0 to 1; meaningful for the ratio samplers. */
  public double tracesSamplerRatio() {
    return tracesSamplerRatio;
  }

  /**
   * The propagators in force, in the operator's order: any of {@code tracecontext}, {@code
   * baggage}, {@code b3} and {@code b3multi}.
   */
  public Set<String> propagators() {
    return propagators;
  }

  /** What is recorded of HTTP exchanges, and of which. */
  public HttpOptions http() {
    return http;
  }

  /** The service name the operator gave; null if none. */
  public @Nullable String serviceName() {
    return serviceName;
  }

  /** The resource attributes the operator gave, decoded. */
  public Map<String, String> resourceAttributes() {
    return resourceAttributes;
  }

  /**
   * Whether an instrumentation known under these names may run. The first name with a setting
   * decides; our own settings outrank OpenTelemetry's, whose common default holds for the rest.
   */
  public boolean instrumentationEnabled(Collection<String> names, boolean byDefault) {
    for (String name : names) {
      ConfigSource.Setting own = source.find("instrumentation." + name + ".enabled");
      if (own != null) {
        return !own.value().equalsIgnoreCase("false");
      }
    }
    for (String name : names) {
      ConfigSource.Setting otel = source.findOtel("otel.instrumentation." + name + ".enabled");
      if (otel != null) {
        return !otel.value().equalsIgnoreCase("false");
      }
    }
    return byDefault && !namedInstrumentationsOnly();
  }

  /** Whether only instrumentations run that a setting of their own switches on. */
  public boolean namedInstrumentationsOnly() {
    ConfigSource.Setting others = source.findOtel("otel.instrumentation.common.default-enabled");
    return others != null && others.value().equalsIgnoreCase("false");
  }
}
