package io.pillion.sidecar.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The newest decisions, for operators. Bounded: the oldest go.
 *
 * <p><b>Threading.</b> Any thread.
 */
public final class RecentDecisions {
  private static final int MOST = 256;

  private final Deque<DecisionView> newestFirst = new ArrayDeque<>();

  /** Remembers a decision. */
  public synchronized void add(DecisionView decision) {
    if (newestFirst.size() == MOST) {
      newestFirst.removeLast();
    }
    newestFirst.addFirst(decision);
  }

  /** A copy, the newest first. */
  public synchronized List<DecisionView> newestFirst() {
    return new ArrayList<>(newestFirst);
  }
}
