package io.pillion.ipc;

import io.pillion.ipc.wire.DecisionRecord;
import org.jspecify.annotations.Nullable;

/** What the agent hears from, and tells, its link. Called on the writer thread; must not block. */
public interface AgentLinkListener {

  /**
   * The policy page was read: at the start, and whenever it has changed.
   *
   * @param content null if none was ever published
   */
  void policy(PolicyPage.@Nullable Content content);

  /** The policy page is there and cannot be read; what is known stays in force. */
  void policyUnreadable(String problem);

  /** A sidecar came, or went. */
  void sidecar(boolean present);

  /** The session ended by a failure; another is tried. One line for the operator. */
  void failed(String problem);

  /**
   * The session of a dead process was removed to make room, because no sidecar has come to read it.
   *
   * @param records how many it held; some of them may have been delivered before
   */
  default void removedUnread(String session, long records) {
    failed(
        "unread session of an earlier process removed: session="
            + session
            + ", records="
            + records
            + "; start a sidecar for this directory");
  }

  /** Decisions taken in this process so far, for the session's header. */
  long decisions(DecisionRecord.Source source, boolean allowed);

  /** How often advice failed so far, for the session's header. */
  long adviceFailures();
}
