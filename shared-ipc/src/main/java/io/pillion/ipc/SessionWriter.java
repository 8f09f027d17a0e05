package io.pillion.ipc;

import io.pillion.ipc.internal.HandoffRing;
import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.wire.DecisionRecord;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the writer thread does for one session: drains the ring into the queue, publishes the
 * account, beats, watches the sidecar, and keeps the request queue ahead of need.
 *
 * <p><b>Threading.</b> The writer thread; {@link #checks}, {@link #sidecarPresent} and {@link
 * #policyRevision} from any.
 */
final class SessionWriter implements Closeable {
  private static final long HOUSEKEEPING_NS = 50_000_000;
  private static final long SLOW_HOUSEKEEPING_NS = 500_000_000;
  private static final long SIDECAR_SILENT_NS = 3_000_000_000L;

  // A copy of an enum's values, or a method reference, would be made anew for every drain.
  private static final DropReason[] REASONS = DropReason.values();
  private static final DecisionRecord.Source[] SOURCES = DecisionRecord.Source.values();

  private final HandoffRing ring;
  private final HandoffRing.Taker taker = this::write;
  private final AgentLinkListener listener;
  private final PolicyWatch policyWatch;
  private final AgentSession session;
  private final TelemetryWriter writer;
  private final CheckClient checks;
  private final Bell telemetryBell;
  private final Bell checksBell;

  private final ToldSoFar told;
  private final long removedUnread;
  private final long acceptedBefore;
  private final long[] refusedBefore;
  private final long[] refused;
  private long drainedSpans;
  private final long refusedSpansBefore;
  private final long[] decisionsBefore;
  private final long[] decisions;
  private @Nullable Throwable failure;

  private long housekeptNs;
  private long slowHousekeptNs;
  private long heartbeatSeen;
  private long heartbeatSeenNs;
  private long revisionSeen;
  private volatile boolean sidecarPresent;

  SessionWriter(
      IpcRoot root,
      AgentLinkConfig config,
      HandoffRing ring,
      AgentLinkListener listener,
      PolicyWatch policyWatch,
      ToldSoFar told,
      long removedUnread,
      Runnable wakeWriter)
      throws IOException {
    this.ring = ring;
    this.removedUnread = removedUnread;
    this.listener = listener;
    this.policyWatch = policyWatch;
    this.session =
        AgentSession.begin(root, config.identity(), config.segmentBytes(), config.maxSegments());
    this.writer = new TelemetryWriter(session.telemetry());
    this.telemetryBell = new Bell(root.folder().resolve(Bell.TELEMETRY));
    this.checksBell = new Bell(root.folder().resolve(Bell.CHECKS));
    this.checks = new CheckClient(session.requests(), session.replies(), checksBell, wakeWriter);
    // Items still in the ring belong to this session; those drained before, to an earlier one.
    this.acceptedBefore = ring.drained();
    this.told = told;
    this.refusedBefore = told.refused.clone();
    this.refused = refusedBefore.clone();
    this.refusedSpansBefore = told.refusedSpans;
    this.decisionsBefore = told.decisions.clone();
    this.decisions = decisionsBefore.clone();
    long now = System.nanoTime();
    this.heartbeatSeenNs = now - SIDECAR_SILENT_NS;
    this.housekeptNs = now - HOUSEKEEPING_NS;
    this.slowHousekeptNs = now - SLOW_HOUSEKEEPING_NS;
  }

  CheckClient checks() {
    return checks;
  }

  boolean sidecarPresent() {
    return sidecarPresent;
  }

  long policyRevision() {
    return session.replies().policyRevision();
  }

  /**
   * Writes up to {@code limit} items from the ring.
   *
   * @throws Exception if the session is to be given up
   */
  int drain(int limit) throws Exception {
    int drained = ring.drain(taker, limit);
    if (failure != null) {
      throw new IOException("telemetry queue failed: " + failure, failure);
    }
    if (drained > 0) {
      publishAccount();
      boolean wanted = writer.takeReaderWanted();
      if (session.replies().takeTelemetryParked() || wanted) {
        telemetryBell.ring();
      }
    }
    return drained;
  }

  /** The ring has given the item up already, so nothing may be thrown from here. */
  private void write(TelemetryItem item) {
    if (item.isSpan()) {
      drainedSpans++;
    }
    try {
      if (failure == null) {
        writer.write(item);
      } else {
        writer.drop(DropReason.WRITE_FAILED);
      }
    } catch (Throwable e) {
      failure = e;
    }
  }

  /** Whatever is due by now; cheap when nothing is. */
  void keepHouse() throws Exception {
    long now = System.nanoTime();
    if (now - housekeptNs >= HOUSEKEEPING_NS) {
      housekeptNs = now;
      session.header().beat();
      publishAccount();
      watchSidecar(now);
      writer.prepareAhead();
      if (revisionSeen != policyRevision()) {
        revisionSeen = policyRevision();
        policyWatch.look();
      }
    }
    checks.rollIfDue();
    if (checks.hasFailed()) {
      throw new IOException("request queue failed");
    }
    if (now - slowHousekeptNs >= SLOW_HOUSEKEEPING_NS) {
      slowHousekeptNs = now;
      policyWatch.look();
      if (session.replies().isSessionGivenUp()) {
        throw new IOException("sidecar cannot read the session any more; a new session begins");
      }
      if (session.isGone()) {
        throw new IOException("session directory was removed; a new session begins");
      }
      if (session.restoreHeader()) {
        // The sidecar may have given it up already, and a restarted one has seen nonsense.
        throw new IOException("session header was damaged; a new session begins");
      }
    }
  }

  private void watchSidecar(long now) {
    boolean telemetryConnected = telemetryBell.connected();
    boolean connected = checksBell.connected() && telemetryConnected;
    long heartbeat = session.replies().sidecarHeartbeat();
    if (heartbeat != heartbeatSeen) {
      heartbeatSeen = heartbeat;
      heartbeatSeenNs = now;
    }
    boolean present = connected && now - heartbeatSeenNs < SIDECAR_SILENT_NS;
    checks.reclaimLostSlots(!connected);
    if (present != sidecarPresent) {
      sidecarPresent = present;
      checks.forgetFailures();
      listener.sidecar(present);
      policyWatch.look();
    }
  }

  private void publishAccount() {
    publishAccount(ring.accepted());
  }

  private void publishAccount(long accepted) {
    SessionHeader header = session.header();
    long refusedHere = lookAtRefused();
    long refusedSpans = ring.refusedSpans();
    lookAtDecisions();
    for (DropReason reason : REASONS) {
      header.dropped(reason, dropped(reason));
    }
    header.written(writer.sequence(), writer.written());
    header.offered(
        accepted - acceptedBefore + refusedHere + removedUnread,
        drainedSpans + refusedSpans - refusedSpansBefore);
    for (DecisionRecord.Source source : SOURCES) {
      int at = source.code() * 2;
      header.decisions(source, true, decisions[at] - decisionsBefore[at]);
      header.decisions(source, false, decisions[at + 1] - decisionsBefore[at + 1]);
    }
    header.adviceFailures(listener.adviceFailures());
    System.arraycopy(refused, 0, told.refused, 0, refused.length);
    told.refusedSpans = refusedSpans;
    System.arraycopy(decisions, 0, told.decisions, 0, decisions.length);
  }

  /** Reads what the ring refused; how many that are in this session. */
  private long lookAtRefused() {
    long here = 0;
    long missed = 0;
    for (DropReason reason : REASONS) {
      int at = reason.code();
      long now = ring.refused(reason);
      missed += now - refused[at];
      here += now - refusedBefore[at];
      refused[at] = now;
    }
    writer.missed(missed);
    return here;
  }

  private long dropped(DropReason reason) {
    if (reason == DropReason.SESSION_REMOVED) {
      // Offered to a session whose account is gone with it; this one carries them on.
      return removedUnread;
    }
    int at = reason.code();
    return refused[at] - refusedBefore[at] + writer.dropped(reason);
  }

  private void lookAtDecisions() {
    for (DecisionRecord.Source source : SOURCES) {
      decisions[source.code() * 2] = listener.decisions(source, true);
      decisions[source.code() * 2 + 1] = listener.decisions(source, false);
    }
  }

  /** Says in the header that everything handed over so far is written. */
  void settled() {
    publishAccount();
    session.header().closedCleanly();
  }

  @Override
  public void close() throws IOException {
    sidecarPresent = false;
    telemetryBell.close();
    checksBell.close();
    publishAccountQuietly();
    // An application thread may be in the request queue, and unmapping it there ends the process.
    session.close(checks.retire());
  }

  private void publishAccountQuietly() {
    try {
      if (!session.isGone()) {
        session.restoreHeader();
      }
      // What is still in the ring is the next session's to account for.
      publishAccount(ring.drained());
    } catch (Throwable e) {
      // The header's mapping is gone too: the sidecar goes by what it can read.
    }
  }
}
