package io.pillion.sidecar.testing;

import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.wire.DecisionRecord;
import io.pillion.sidecar.admin.Phase;
import io.pillion.sidecar.admin.PolicyStatus;
import io.pillion.sidecar.admin.SidecarState;
import io.pillion.sidecar.ingest.DecisionView;
import io.pillion.sidecar.ingest.RefusedSession;
import io.pillion.sidecar.ingest.SessionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A state that a test sets. */
public final class FakeState implements SidecarState {
  public volatile Phase phase = Phase.RUNNING;
  public volatile long idleMillis = 5;
  public volatile PolicyStatus policy = PolicyStatus.notConfigured();
  public final List<SessionView> sessions = new ArrayList<>();
  public final List<RefusedSession> refused = new ArrayList<>();
  public final List<DecisionView> decisions = new ArrayList<>();
  public volatile Map<Decision.Reason, Long> reasons = Map.of();

  public static SessionView session(String id, String service, long written) {
    return new SessionView(
        id,
        Map.of("service.name", service),
        true,
        12,
        written,
        written + 3,
        written,
        Map.of("ring_full", 3L),
        written - 4,
        Map.of("http_400", 2L),
        2,
        1500,
        Map.of("cache/allow", 40L, "sidecar/deny", 1L));
  }

  public static DecisionView denied(String path) {
    return new DecisionView(
        "shop",
        new DecisionRecord(
            1,
            TestSpans.START_NANOS,
            DecisionRecord.Source.SIDECAR,
            new Decision(Decision.Reason.DENY_MATCHED, "default/no-admin", 0xabcdL, 3),
            "GET",
            "shop.example",
            path,
            "10.1.2.3",
            0x0102030405060708L,
            7,
            9));
  }

  @Override
  public Phase phase() {
    return phase;
  }

  @Override
  public List<SessionView> sessions() {
    return sessions;
  }

  @Override
  public List<RefusedSession> refusedSessions() {
    return refused;
  }

  @Override
  public List<DecisionView> recentDecisions() {
    return decisions;
  }

  @Override
  public Map<Decision.Reason, Long> decisionReasons() {
    return reasons;
  }

  @Override
  public PolicyStatus policy() {
    return policy;
  }

  @Override
  public long ingestIdleMillis() {
    return idleMillis;
  }
}
