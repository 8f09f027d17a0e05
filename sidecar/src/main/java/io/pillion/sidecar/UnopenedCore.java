package io.pillion.sidecar;

import io.pillion.ipc.policy.Decision;
import io.pillion.sidecar.admin.PolicyStatus;
import io.pillion.sidecar.ingest.DecisionView;
import io.pillion.sidecar.ingest.RefusedSession;
import io.pillion.sidecar.ingest.SessionView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Stands in for a core that could not be opened, while the other problems are collected. */
final class UnopenedCore implements Core {
  private final Path directory;

  UnopenedCore(Path directory) {
    this.directory = directory;
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
  public List<RefusedSession> refusedSessions() {
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
