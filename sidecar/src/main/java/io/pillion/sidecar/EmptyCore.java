package io.pillion.sidecar;

import io.pillion.ipc.policy.Decision;
import io.pillion.sidecar.admin.PolicyStatus;
import io.pillion.sidecar.config.Problem;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.export.SpanExporter;
import io.pillion.sidecar.ingest.DecisionView;
import io.pillion.sidecar.ingest.SessionView;
import io.pillion.sidecar.log.EventLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A core without applications: the operations side runs alone. */
final class EmptyCore implements Core {
  private final Path directory;

  private EmptyCore(Path directory) {
    this.directory = directory;
  }

  /** Makes cores that read nothing. */
  static final class Factory implements Core.Factory {
    @Override
    public Core open(
        SidecarConfig config, SpanExporter exporter, EventLog log, Consumer<Problem> problems) {
      Path configured = config.ipcDir();
      return new EmptyCore(configured == null ? Path.of("none") : configured);
    }

    @Override
    public List<Problem> check(SidecarConfig config) {
      return List.of();
    }
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public void start() {}

  @Override
  public boolean drain(Duration atMost) {
    return true;
  }

  @Override
  public List<SessionView> sessions() {
    return List.of();
  }

  @Override
  public List<DecisionView> recentDecisions() {
    return List.of();
  }

  @Override
  public Map<Decision.Reason, Long> decisionReasons() {
    return Map.of();
  }

  @Override
  public PolicyStatus policy() {
    return PolicyStatus.notConfigured();
  }

  @Override
  public long idleMillis() {
    return 0;
  }

  @Override
  public void close() {}
}
