package io.pillion.sidecar.config;

import io.pillion.ipc.policy.OnUnavailable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sidecar's settings, checked. Immutable. */
public final class SidecarConfig {

  private final Map<ConfigKey<?>, Value> values;

  SidecarConfig(Map<ConfigKey<?>, Value> values) {
    this.values = Map.copyOf(values);
  }

  /** A parsed value and where it was written. */
  record Value(Object value, Origin origin) {}

  /**
   * A setting in force, for operators.
   *
   * @param value as it is written; secrets are masked; null if not set
   * @param origin where it was written, or {@code default}
   */
  public record InForce(String key, @Nullable String value, String origin) {}

  /** The directory shared with the applications; null for the default of both sides. */
  public @Nullable Path ipcDir() {
    return optional(ConfigKeys.IPC_DIR);
  }

  /** How that signal is exported; null if it stays in memory, for want of an endpoint. */
  public @Nullable ExportSettings export(TelemetrySignal signal) {
    URI endpoint = endpoint(signal);
    return endpoint == null
        ? null
        : new ExportSettings(
            endpoint,
            required(OtlpKeys.PROTOCOL, signal),
            required(OtlpKeys.HEADERS, signal),
            required(OtlpKeys.COMPRESSION, signal),
            required(OtlpKeys.TIMEOUT, signal),
            tlsFiles(signal));
  }

  private TlsFiles tlsFiles(TelemetrySignal signal) {
    return new TlsFiles(
        optional(inForce(OtlpKeys.CERTIFICATE, signal)),
        optional(inForce(OtlpKeys.CLIENT_CERTIFICATE, signal)),
        optional(inForce(OtlpKeys.CLIENT_KEY, signal)));
  }

  /** Where spans are posted; null if they are kept in memory only. */
  public @Nullable URI tracesEndpoint() {
    return endpoint(TelemetrySignal.TRACES);
  }

  /** Full address that a signal is sent to; null if there is none. */
  public @Nullable URI endpoint(TelemetrySignal signal) {
    ConfigKey<URI> key = inForce(OtlpKeys.ENDPOINT, signal);
    URI endpoint = optional(key);
    boolean full =
        key.equals(OtlpKeys.ENDPOINT.of(signal))
            || required(OtlpKeys.PROTOCOL, signal) == Protocol.GRPC;
    return endpoint == null || full ? endpoint : withPath(endpoint, "/v1/" + signal.word());
  }

  /** The signal's own key, unless the one for all signals has its value from a higher source. */
  private <T> ConfigKey<T> inForce(SignalKeys<T> keys, TelemetrySignal signal) {
    Value own = values.get(keys.of(signal));
    Value ofAll = values.get(keys.ofAll());
    if (own == null
        || (ofAll != null && ofAll.origin().layer().compareTo(own.origin().layer()) > 0)) {
      return keys.ofAll();
    }
    return keys.of(signal);
  }

  /** Most spans in one batch. */
  public int exportBatchSize() {
    return (Integer) required(ConfigKeys.OTLP_BATCH_SIZE);
  }

  /** Longest wait for a batch to fill. */
  public Duration exportLinger() {
    return (Duration) required(ConfigKeys.OTLP_LINGER);
  }

  /** Most batches under way at once. */
  public int exportMaxInFlight() {
    return (Integer) required(ConfigKeys.OTLP_MAX_IN_FLIGHT);
  }

  /** How often the durations of requests are posted. */
  public Duration metricsInterval() {
    return (Duration) required(ConfigKeys.METRICS_INTERVAL);
  }

  /** Whether they are posted as what was added since the last time. */
  public boolean metricsAreDeltas() {
    return required(ConfigKeys.METRICS_TEMPORALITY) != Temporality.CUMULATIVE;
  }

  /** Most series of one histogram of one application process. */
  public int metricsCardinalityLimit() {
    return (Integer) required(ConfigKeys.METRICS_CARDINALITY_LIMIT);
  }

  /** Memory for those of all processes. */
  public long metricsMemoryBytes() {
    return (Long) required(ConfigKeys.METRICS_MEMORY);
  }

  /** Wait before the first repetition. */
  public Duration retryInitialBackoff() {
    return (Duration) required(ConfigKeys.RETRY_INITIAL_BACKOFF);
  }

  /** Longest wait between repetitions. */
  public Duration retryMaxBackoff() {
    return (Duration) required(ConfigKeys.RETRY_MAX_BACKOFF);
  }

  /** File or directory with policies; null if requests are not checked. */
  public @Nullable Path policyPath() {
    return optional(ConfigKeys.POLICY_PATH);
  }

  /** What a check that cannot be made comes out as. */
  public OnUnavailable policyOnUnavailable() {
    return (OnUnavailable) required(ConfigKeys.POLICY_ON_UNAVAILABLE);
  }

  /** How long to look for the next check without sleeping. */
  public Duration policyBusyPoll() {
    return (Duration) required(ConfigKeys.POLICY_BUSY_POLL);
  }

  /** The page and its JSON; a loopback address. */
  public ListenAddress adminAddress() {
    return (ListenAddress) required(ConfigKeys.ADMIN_ADDRESS);
  }

  /** The probes. */
  public ListenAddress healthAddress() {
    return (ListenAddress) required(ConfigKeys.HEALTH_ADDRESS);
  }

  /** Prometheus metrics. */
  public ListenAddress metricsAddress() {
    return (ListenAddress) required(ConfigKeys.METRICS_ADDRESS);
  }

  /** Longest wait for requests under way when told to stop. */
  public Duration shutdownGracePeriod() {
    return (Duration) required(ConfigKeys.SHUTDOWN_GRACE_PERIOD);
  }

  /** Memory for the newest traces. */
  public long tracesMemoryBytes() {
    return (Long) required(ConfigKeys.TRACES_MEMORY);
  }

  /** Every setting in the order of the reference. */
  public List<InForce> inForce() {
    List<InForce> shown = new ArrayList<>();
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      Value value = values.get(key);
      shown.add(
          value == null
              ? new InForce(key.name(), null, "default")
              : new InForce(key.name(), ShownValue.of(key, value.value()), value.origin().shown()));
    }
    return shown;
  }

  /** A problem that only showed when the setting was used, placed where the setting was written. */
  public Problem problemWith(ConfigKey<?> key, String message) {
    Value value = values.get(key);
    Origin origin = value == null ? Origin.ofDefault(key) : value.origin();
    return new Problem(origin.file(), origin.line(), origin.column(), message);
  }

  /** The same, of a setting that the signal may have of its own. */
  public Problem problemWith(SignalKeys<?> keys, TelemetrySignal signal, String message) {
    ConfigKey<?> key = inForce(keys, signal);
    return problemWith(key, key + ": " + message);
  }

  /** What no single value is to blame for. */
  List<Problem> contradictions() {
    List<Problem> problems = new ArrayList<>();
    if (retryInitialBackoff().compareTo(retryMaxBackoff()) > 0) {
      problems.add(
          problemWith(
              ConfigKeys.RETRY_INITIAL_BACKOFF,
              "export.otlp.retry.initial-backoff is longer than export.otlp.retry.max-backoff; swap"
                  + " or align them"));
    }
    addHalvesOfClientCertificates(problems);
    addSharedAddresses(problems);
    return problems;
  }

  private void addHalvesOfClientCertificates(List<Problem> problems) {
    Set<ConfigKey<?>> told = new HashSet<>();
    for (TelemetrySignal signal : TelemetrySignal.values()) {
      TlsFiles files = tlsFiles(signal);
      SignalKeys<Path> lone =
          files.clientCertificate() == null ? OtlpKeys.CLIENT_KEY : OtlpKeys.CLIENT_CERTIFICATE;
      SignalKeys<Path> missing =
          files.clientCertificate() == null ? OtlpKeys.CLIENT_CERTIFICATE : OtlpKeys.CLIENT_KEY;
      boolean half = (files.clientCertificate() == null) != (files.clientKey() == null);
      if (half && told.add(inForce(lone, signal))) {
        problems.add(problemWith(lone, signal, "is of no use alone; set " + missing.ofAll()));
      }
    }
  }

  private void addSharedAddresses(List<Problem> problems) {
    Set<ListenAddress> seen = new HashSet<>();
    for (ConfigKey<ListenAddress> key :
        List.of(ConfigKeys.ADMIN_ADDRESS, ConfigKeys.HEALTH_ADDRESS, ConfigKeys.METRICS_ADDRESS)) {
      ListenAddress address = (ListenAddress) required(key);
      if (address.port() != 0 && !seen.add(address)) {
        problems.add(
            problemWith(
                key,
                "address is taken by another setting: " + key + "=" + address + "; change one"));
      }
    }
  }

  private static URI withPath(URI base, String signalPath) {
    String text = base.getScheme() + "://" + base.getRawAuthority();
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return URI.create(text + path + signalPath);
  }

  private Object required(ConfigKey<?> key) {
    return Objects.requireNonNull(values.get(key), key.name()).value();
  }

  private <T> T required(SignalKeys<T> keys, TelemetrySignal signal) {
    return Objects.requireNonNull(optional(inForce(keys, signal)));
  }

  @SuppressWarnings("unchecked") // the key's type made the value
  private <T> @Nullable T optional(ConfigKey<T> key) {
    Value value = values.get(key);
    return value == null ? null : (T) value.value();
  }
}
