package io.pillion.sidecar;

import io.pillion.ipc.policy.Decision;
import io.pillion.sidecar.admin.PolicyStatus;
import io.pillion.sidecar.config.Problem;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.export.TelemetryExporter;
import io.pillion.sidecar.ingest.DecisionView;
import io.pillion.sidecar.ingest.RefusedSession;
import io.pillion.sidecar.ingest.SessionView;
import io.pillion.sidecar.log.EventLog;
import io.pillion.sidecar.red.RequestDurations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the sidecar is for: it reads the shared directory, hands spans to the exporter, and answers
 * checks by policy.
 *
 * <p><b>Threading.</b> {@link #start}, {@link #drain} and {@link #close} are called in this order
 * by one thread. Everything else may be called by any thread at any time, and does not block.
 */
public interface Core extends AutoCloseable {

  /** The shared directory, with the default resolved. */
  Path directory();

  /** Begins to read and to answer. */
  void start();

  /**
   * Reads what is there by now and no more and waits until the exporter's word on those under way
   * has moved the cursors, or until time is up. Checks are still answered.
   *
   * @return whether nothing is under way any more
   */
  boolean drain(Duration atMost);

  /** The sessions of this moment. */
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
  long idleMillis();

  /** Stops. The exporter is closed by then, and what it had not delivered is cancelled. */
  @Override
  void close();

  /** Makes the core. */
  interface Factory {

    /**
     * Opens everything and starts nothing.
     *
     * @param exporter stays the caller's
     * @param durations counts every request that is read
     * @param problems takes what an operator must mend first; if there is any, the core is closed
     *     without having been started
     */
    Core open(
        SidecarConfig config,
        TelemetryExporter exporter,
        RequestDurations durations,
        EventLog log,
        Consumer<Problem> problems);

    /** What an operator can be told without opening anything: for {@code validate}. */
    List<Problem> check(SidecarConfig config);
  }
}
