package io.pillion.sidecar;

import io.pillion.sidecar.admin.AdminRoutes;
import io.pillion.sidecar.admin.HealthRoutes;
import io.pillion.sidecar.admin.Phase;
import io.pillion.sidecar.config.ConfigKeys;
import io.pillion.sidecar.config.ListenAddress;
import io.pillion.sidecar.config.Problem;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.export.ExportMeter;
import io.pillion.sidecar.export.MetricStore;
import io.pillion.sidecar.export.TelemetryExporter;
import io.pillion.sidecar.export.TraceStore;
import io.pillion.sidecar.ingest.SessionView;
import io.pillion.sidecar.log.EventLog;
import io.pillion.sidecar.metrics.MetricsPage;
import io.pillion.sidecar.net.HttpRoutes;
import io.pillion.sidecar.net.NetThreads;
import io.pillion.sidecar.red.DurationsExport;
import io.pillion.sidecar.red.RequestDurations;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The running sidecar: puts the parts together, starts and stops them in order.
 *
 * <p><b>Threading.</b> All methods belong to the thread that opened it.
 */
public final class Sidecar implements AutoCloseable {
  private static final String ADMIN = "admin";
  private static final String HEALTH = "health";
  private static final String METRICS = "metrics";
  private static final Duration LEAST_KEPT = Duration.ofMinutes(1);
  private static final Duration LAST_WORD = Duration.ofSeconds(2);

  private final SidecarConfig config;
  private final EventLog log;
  private final NetThreads threads;
  private final TelemetryExporter exporter;
  private final RequestDurations durations;
  private final DurationsExport durationsExport;
  private final Core core;
  private final CoreState state;
  private final Listeners listeners;
  private final List<Problem> problems = new ArrayList<>();
  private boolean closed;

  private Sidecar(SidecarConfig config, Core.Factory factory, EventLog log, String version) {
    Clock clock = Clock.systemUTC();
    this.config = config;
    this.log = log;
    threads = new NetThreads();
    ExportMeter meter = new ExportMeter(log, clock);
    TraceStore store = new TraceStore(config.tracesMemoryBytes());
    MetricStore metricStore = new MetricStore();
    ExportTls tls = new ExportTls(config, log, problems::add);
    exporter = Exporters.of(config, threads, tls, store, metricStore, meter, clock);
    durations =
        new RequestDurations(
            config.metricsCardinalityLimit(),
            config.metricsMemoryBytes(),
            durationsKept(config).toNanos(),
            clock,
            System::nanoTime);
    durationsExport =
        new DurationsExport(
            durations,
            Exporters.ofDurations(config, threads, tls, meter, clock),
            config.metricsAreDeltas(),
            log,
            clock);
    core = factory.open(config, exporter, durations, log, problems::add);
    state = new CoreState(core);
    listeners = new Listeners(config, threads, log, problems::add);
    listen(new AdminRoutes.Subject(version, config, state, store, metricStore, meter), clock);
  }

  /**
   * Takes everything it needs and begins nothing.
   *
   * @param version as it is shown
   * @throws StartupException with all that is wrong; nothing is left open then
   */
  static Sidecar open(SidecarConfig config, Core.Factory factory, EventLog log, String version)
      throws StartupException {
    Sidecar sidecar = new Sidecar(config, factory, log, version);
    if (!sidecar.problems.isEmpty()) {
      sidecar.release();
      throw new StartupException(sidecar.problems);
    }
    return sidecar;
  }

  /** Long enough for the last word of an application that has ended to be posted and scraped. */
  private static Duration durationsKept(SidecarConfig config) {
    Duration twice = config.metricsInterval().multipliedBy(2);
    return twice.compareTo(LEAST_KEPT) > 0 ? twice : LEAST_KEPT;
  }

  private void listen(AdminRoutes.Subject subject, Clock clock) {
    MetricsPage metrics = new MetricsPage(subject, durations, clock.millis());
    listeners.open(
        ADMIN, ConfigKeys.ADMIN_ADDRESS, config.adminAddress(), AdminRoutes.of(subject, metrics));
    listeners.open(
        HEALTH, ConfigKeys.HEALTH_ADDRESS, config.healthAddress(), HealthRoutes.of(state));
    listeners.open(
        METRICS,
        ConfigKeys.METRICS_ADDRESS,
        config.metricsAddress(),
        HttpRoutes.builder().get("/metrics", metrics).build());
  }

  /** Begins to read, to export and to answer checks. */
  void start() {
    core.start();
    durationsExport.start(threads.scheduler(), config.metricsInterval(), this::sessionIds);
    state.enter(Phase.RUNNING);
    listeners.logAddresses();
    URI endpoint = config.tracesEndpoint();
    log.info("exporting", "endpoint", endpoint == null ? "memory" : endpoint);
    log.info("ready", "ipc.dir", core.directory(), "page", "http://" + adminAddress() + "/");
  }

  private Set<String> sessionIds() {
    return core.sessions().stream().map(SessionView::id).collect(Collectors.toSet());
  }

  /** Where the page is. */
  ListenAddress adminAddress() {
    return Objects.requireNonNull(listeners.address(ADMIN));
  }

  /** Where the probes are. */
  ListenAddress healthAddress() {
    return Objects.requireNonNull(listeners.address(HEALTH));
  }

  /** Where the metrics are. */
  ListenAddress metricsAddress() {
    return Objects.requireNonNull(listeners.address(METRICS));
  }

  /**
   * Stops: not ready from now on, then up to the grace period for what is in the queues by then.
   * What is not delivered by then stays in the queue for the next start.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    state.enter(Phase.STOPPING);
    Duration grace = config.shutdownGracePeriod();
    log.info("stopping", "gracePeriodMillis", grace.toMillis());
    long beganNs = System.nanoTime();
    boolean drained = core.drain(grace);
    if (drained) {
      // Else the back end does not answer, and has had its time.
      Duration left = grace.minusNanos(System.nanoTime() - beganNs);
      durationsExport.finish(left.compareTo(LAST_WORD) < 0 ? left : LAST_WORD);
    }
    release();
    log.info("stopped", "drained", drained);
  }

  private void release() {
    durationsExport.close();
    exporter.close();
    core.close();
    listeners.close();
    threads.close();
  }
}
