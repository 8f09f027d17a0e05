package io.pillion.sidecar.admin;

import io.pillion.ipc.policy.Decision;
import io.pillion.sidecar.ingest.DecisionView;
import io.pillion.sidecar.ingest.RefusedSession;
import io.pillion.sidecar.ingest.SessionView;
import java.util.List;
import java.util.Map;

/**
 * What the rest of the sidecar shows of itself.
 *
 * <p><b>Threading.</b> Called by network threads at any time: implementations answer from memory
 * and do not block.
 */
public interface SidecarState {

  /** Where the process is in its life. */
  Phase phase();

  /** The sessions of this moment, those just ended included as long as they hold records. */
  List<SessionView> sessions();

  /** The sessions that are there and cannot be read. */
  List<RefusedSession> refusedSessions();

  /** A bounded number of decisions, the newest first. */
  List<DecisionView> recentDecisions();

  /** Decisions since the start, by reason. */
  Map<Decision.Reason, Long> decisionReasons();

  /** The state of the policy files. */
  PolicyStatus policy();

  /** Time since the ingest loop last came round, whether or not it found work. */
  long ingestIdleMillis();
}
