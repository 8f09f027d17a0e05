package io.pillion.sidecar.config;

import io.pillion.ipc.policy.OnUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Every setting of the sidecar. The reference in {@code docs/configuration.md} is made from it. */
public final class ConfigKeys {
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  public static final ConfigKey<Path> IPC_DIR =
      ConfigKey.of(
          "ipc.dir",
          ValueTypes.path(),
          null,
          "Directory shared with the applications, on a memory file system. Agent and sidecar must"
              + " name the same one; both use the same rule if neither names any"
              + " (`/dev/shm/pillion-<uid>`, or under the temporary directory where there is no"
              + " `/dev/shm`).");

  public static final ConfigKey<Integer> OTLP_BATCH_SIZE =
      ConfigKey.of(
          "export.otlp.batch-size",
          ValueTypes.count(1, 16_384),
          "512",
          "Most spans, metrics or log records in one request.");

  public static final ConfigKey<Duration> OTLP_LINGER =
      ConfigKey.of(
          "export.otlp.linger",
          ValueTypes.duration(Duration.ZERO, MINUTE),
          "1s",
          "Longest wait for a batch to fill. Each batch costs a request, so that a shorter wait costs"
              + " processor time where there are few records.");

  public static final ConfigKey<Integer> OTLP_MAX_IN_FLIGHT =
      ConfigKey.of(
          "export.otlp.max-in-flight",
          ValueTypes.count(1, 64),
          "4",
          "Most batches under way at once, each of up to one request a signal; further records wait in"
              + " shared memory.");

  public static final ConfigKey<Duration> METRICS_INTERVAL =
      ConfigKey.of(
          "export.otlp.metrics-interval",
          ValueTypes.duration(Duration.ofMillis(10), HOUR),
          "60s",
          "How often the durations of requests are posted, which the sidecar measures itself. The"
              + " applications' metrics go when they come.");

  public static final ConfigKey<Temporality> METRICS_TEMPORALITY =
      ConfigKey.of(
          "export.otlp.metrics-temporality",
          ValueTypes.oneOf(Temporality.class),
          "cumulative",
          "Whether the durations of requests are posted as counts from the beginning or as what was"
              + " added since the last time; `lowmemory` is `delta`. The applications' metrics stay"
              + " as they are, cumulative.");

  public static final ConfigKey<Duration> RETRY_INITIAL_BACKOFF =
      ConfigKey.of(
          "export.otlp.retry.initial-backoff",
          ValueTypes.duration(MILLISECOND, HOUR),
          "500ms",
          "Wait before the first repetition; it doubles from one to the next, with jitter.");

  public static final ConfigKey<Duration> RETRY_MAX_BACKOFF =
      ConfigKey.of(
          "export.otlp.retry.max-backoff",
          ValueTypes.duration(MILLISECOND, HOUR),
          "30s",
          "Longest wait between repetitions, unless the back end asks for more.");

  public static final ConfigKey<Path> POLICY_PATH =
      ConfigKey.of(
          "policy.path",
          ValueTypes.path(),
          null,
          "File, or directory of files, with policies. Watched: a change takes effect without a"
              + " restart, and a faulty one leaves the last good set in force. Without it requests"
              + " are not checked.");

  public static final ConfigKey<OnUnavailable> POLICY_ON_UNAVAILABLE =
      ConfigKey.of(
          "policy.on-unavailable",
          ValueTypes.oneOf(OnUnavailable.class),
          "deny",
          "What a check comes out as when its policy cannot be evaluated and does not say so"
              + " itself.");

  public static final ConfigKey<Duration> POLICY_BUSY_POLL =
      ConfigKey.of(
          "policy.busy-poll",
          ValueTypes.duration(Duration.ZERO, Duration.ofMillis(100)),
          "0ms",
          "How long to keep looking for the next check after one was answered, instead of sleeping"
              + " until the application rings. Twice the usual gap between checks spares each the"
              + " wake-up, and may cost up to a whole core: not for a sidecar with a CPU limit.");

  public static final ConfigKey<ListenAddress> ADMIN_ADDRESS =
      ConfigKey.of(
          "admin.address",
          ValueTypes.loopbackAddress(),
          "127.0.0.1:7420",
          "The sidecar's page and its JSON. Must be a loopback address: the page shows traces to"
              + " whoever can connect.");

  public static final ConfigKey<ListenAddress> HEALTH_ADDRESS =
      ConfigKey.of(
          "health.address",
          ValueTypes.address(),
          "0.0.0.0:7421",
          "Probes: `/livez`, `/readyz`, `/startupz`.");

  public static final ConfigKey<ListenAddress> METRICS_ADDRESS =
      ConfigKey.of(
          "metrics.address",
          ValueTypes.address(),
          "0.0.0.0:7422",
          "`/metrics` in the Prometheus text format, or in OpenMetrics for who asks for it; the admin"
              + " address has it too.");

  public static final ConfigKey<Integer> METRICS_CARDINALITY_LIMIT =
      ConfigKey.of(
          "metrics.cardinality-limit",
          ValueTypes.count(2, 20_000),
          "2000",
          "Most series of each histogram of request durations, for each application process. Further"
              + " combinations of attributes count in one series with the attribute"
              + " `otel.metric.overflow`.");

  public static final ConfigKey<Long> METRICS_MEMORY =
      ConfigKey.of(
          "metrics.memory",
          ValueTypes.size(64 << 10, 1 << 30),
          "1MiB",
          "Memory for the histograms of request durations, some 1 KiB a series; one process may have"
              + " three quarters of it. `/metrics` takes up to 10 KiB more for each while it is"
              + " written. What is beyond counts as with `metrics.cardinality-limit`.");

  public static final ConfigKey<Duration> SHUTDOWN_GRACE_PERIOD =
      ConfigKey.of(
          "shutdown.grace-period",
          ValueTypes.duration(Duration.ZERO, HOUR),
          "10s",
          "Longest time for delivering what is in the queues when told to stop. What is not sent by then stays in"
              + " shared memory for the next start.");

  public static final ConfigKey<Long> TRACES_MEMORY =
      ConfigKey.of(
          "traces.memory",
          ValueTypes.size(64 << 10, 1 << 30),
          "8MiB",
          "Memory for the newest traces shown on the page; older ones make room.");

  private static final List<ConfigKey<?>> AFTER_OTLP =
      List.of(
          OTLP_BATCH_SIZE,
          OTLP_LINGER,
          OTLP_MAX_IN_FLIGHT,
          METRICS_INTERVAL,
          METRICS_TEMPORALITY,
          RETRY_INITIAL_BACKOFF,
          RETRY_MAX_BACKOFF,
          POLICY_PATH,
          POLICY_ON_UNAVAILABLE,
          POLICY_BUSY_POLL,
          ADMIN_ADDRESS,
          HEALTH_ADDRESS,
          METRICS_ADDRESS,
          METRICS_CARDINALITY_LIMIT,
          METRICS_MEMORY,
          SHUTDOWN_GRACE_PERIOD,
          TRACES_MEMORY);

  /** In the order of the reference. */
  public static final List<ConfigKey<?>> ALL = all();

  private ConfigKeys() {}

  private static List<ConfigKey<?>> all() {
    List<ConfigKey<?>> all = new ArrayList<>();
    all.add(IPC_DIR);
    OtlpKeys.ALL.forEach(keys -> all.addAll(keys.keys()));
    all.addAll(AFTER_OTLP);
    return List.copyOf(all);
  }
}
