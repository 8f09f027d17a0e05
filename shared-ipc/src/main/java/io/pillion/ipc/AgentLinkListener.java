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

  /** A session is open: what is offered now can be read by a sidecar. */
  default void opened() {}

  /** The writer thread came round: about every second at least, while a session is open. */
  default void turned() {}

  /** A sidecar came, or went. */
  void sidecar(boolean present);

  /** The session ended by a failure; another is tried. One line for the operator. */
  void failed(String problem);

  /**
   * Sessions of dead processes were removed to make room, because no sidecar has come to read them.
   *
   * @param records how many they held; some of them may have been delivered before
   */
  void removedUnread(int sessions, long records);

  /** Decisions taken in this process so far, for the session's header. */
  long decisions(DecisionRecord.Source source, boolean allowed);

  /** How often advice failed so far, for the session's header. */
  long adviceFailures();
}
