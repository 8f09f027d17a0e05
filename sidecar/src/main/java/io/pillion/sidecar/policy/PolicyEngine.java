package io.pillion.sidecar.policy;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.policy.Decision.Reason;
import io.pillion.ipc.policy.PolicySnapshot;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Decides by the snapshot in force and counts the answers. Begins with the empty snapshot.
 *
 * <p><b>Threading.</b> Everything may be called from any thread; a decision is made wholly by one
 * snapshot.
 */
public final class PolicyEngine {
  private final Map<Reason, LongAdder> counters = new EnumMap<>(Reason.class);
  private volatile PolicySnapshot snapshot = PolicySnapshot.empty();

  public PolicyEngine() {
    for (Reason reason : Reason.values()) {
      counters.put(reason, new LongAdder());
    }
  }

  /** Answers one request; never throws. */
  public Decision decide(CheckRequest request) {
    Decision decision = snapshot.evaluate(request);
    LongAdder counter = counters.get(decision.reason());
    if (counter != null) {
      counter.increment();
    }
    return decision;
  }

  /** Puts another snapshot in force for the decisions that follow. */
  public void replace(PolicySnapshot next) {
    snapshot = next;
  }

  /** The snapshot in force. */
  public PolicySnapshot snapshot() {
    return snapshot;
  }

  /** Decisions so far by reason; every reason is there. */
  public Map<Reason, Long> counts() {
    Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    counters.forEach((reason, counter) -> counts.put(reason, counter.sum()));
    return Collections.unmodifiableMap(counts);
  }
}
