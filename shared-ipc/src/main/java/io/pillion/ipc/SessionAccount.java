package io.pillion.ipc;

import org.jspecify.annotations.Nullable;

/**
 * The two sums that no record escapes: {@code offered = written + dropped + inRing} for the agent,
 * {@code written = delivered + discarded + unread} for the sidecar.
 *
 * @param offered records that the application's threads handed over or tried to
 * @param written records in the queue; more than the header says if the cursor proves it
 * @param dropped records not written, all reasons
 * @param inRing what remains: on its way to the queue, or gone with the process's memory
 * @param delivered records done with success
 * @param discarded records given up by the sidecar, all reasons
 * @param unread what remains: written and not settled
 * @param agentSide whether the first sum holds
 * @param sidecarSide whether the second does
 */
public record SessionAccount(
    long offered,
    long written,
    long dropped,
    long inRing,
    long delivered,
    long discarded,
    long unread,
    Verdict agentSide,
    Verdict sidecarSide) {

  /** How far the queue may be ahead of the header, which is written after each batch. */
  static final long HEADER_LAG = 4096;

  /** What is to be thought of a sum. */
  public enum Verdict {
    /** It is right. */
    HOLDS,
    /** The counters were caught between two of their stores, by a look or by a kill. */
    UNSETTLED,
    /** Records are missing or counted twice. */
    BROKEN
  }

  /** Whether one of the sums is wrong. */
  public boolean isBroken() {
    return agentSide == Verdict.BROKEN || sidecarSide == Verdict.BROKEN;
  }

  boolean holds() {
    return agentSide == Verdict.HOLDS && sidecarSide == Verdict.HOLDS;
  }

  /**
   * Adds up.
   *
   * @param moving whether the process is alive and has shown progress: then counters do not stay
   *     between two stores
   */
  static SessionAccount of(
      SessionHeader header, long dropped, CursorFile.@Nullable State cursor, boolean moving) {
    long headerWritten = header.written();
    long delivered = cursor == null ? 0 : cursor.delivered();
    long discarded = cursor == null ? 0 : cursor.totalDiscarded();
    long settled = delivered + discarded;
    long written = Math.max(headerWritten, settled);
    long offered = header.offered();
    long inRing = offered - headerWritten - dropped;
    return new SessionAccount(
        offered,
        written,
        dropped,
        inRing,
        delivered,
        discarded,
        written - settled,
        agentSide(inRing, moving || header.isClosedCleanly()),
        sidecarSide(headerWritten, settled, cursor == null ? 0 : cursor.sequence()));
  }

  private static Verdict agentSide(long inRing, boolean settled) {
    if (inRing >= 0) {
      return Verdict.HOLDS;
    }
    return settled ? Verdict.BROKEN : Verdict.UNSETTLED;
  }

  /** The cursor's own numbers are from one moment; the header's may be a batch behind them. */
  private static Verdict sidecarSide(long headerWritten, long settled, long acknowledged) {
    // What nobody could read at a session's end is settled without a sequence.
    boolean agrees = settled == acknowledged || settled == headerWritten;
    return agrees && acknowledged <= headerWritten + HEADER_LAG ? Verdict.HOLDS : Verdict.BROKEN;
  }
}
