package io.pillion.sidecar;

import io.pillion.ipc.policy.Decision;
import io.pillion.sidecar.admin.Phase;
import io.pillion.sidecar.admin.PolicyStatus;
import io.pillion.sidecar.admin.SidecarState;
import io.pillion.sidecar.ingest.DecisionView;
import io.pillion.sidecar.ingest.RefusedSession;
import io.pillion.sidecar.ingest.SessionView;
import java.util.List;
import java.util.Map;

/** Shows the core, and where the process is in its life. */
final class CoreState implements SidecarState {
  private final Core core;
  private volatile Phase phase = Phase.STARTING;

  CoreState(Core core) {
    this.core = core;
  }

  void enter(Phase next) {
    phase = next;
  }

  @Override
  public Phase phase() {
    return phase;
  }

  @Override
  public List<SessionView> sessions() {
    return core.sessions();
  }

  @Override
  public List<RefusedSession> refusedSessions() {
    return core.refusedSessions();
  }

  @Override
  public List<DecisionView> recentDecisions() {
    return core.recentDecisions();
  }

  @Override
  public Map<Decision.Reason, Long> decisionReasons() {
    return core.decisionReasons();
  }

  @Override
  public PolicyStatus policy() {
    return core.policy();
  }

  @Override
  public long ingestIdleMillis() {
    return core.idleMillis();
  }
}
