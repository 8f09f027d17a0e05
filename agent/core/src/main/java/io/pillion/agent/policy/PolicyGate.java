package io.pillion.agent.policy;

import io.pillion.agent.config.AgentLog;
import io.pillion.ipc.AgentLink;
import io.pillion.ipc.PolicyPage;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.ipc.policy.SnapshotFormatException;
import io.pillion.ipc.wire.DecisionRecord.Source;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may proceed. In this order: an earlier answer of the sidecar, the
 * sidecar, and, only while that cannot be asked, the last policy that it published.
 *
 * <p>Where a policy exists and cannot be understood, its default for that case holds. Where none
 * was ever seen there is nothing to enforce, unless the operator requires one.
 *
 * <p><b>Threading.</b> {@link #decide} from application threads; it waits no longer than its
 * timeout. {@link #policy} from the link's thread.
 */
public final class PolicyGate {
  private static final long LOOK_AGAIN_NS = 500_000;

  private final boolean required;
  private final long timeoutNs;
  private final AgentLog log;
  private final DecisionCache cache = new DecisionCache();
  private final LongAdder[] counts = new LongAdder[Source.values().length * 2];
  private volatile Known known = new Known(false, false, false, null);

  /**
   * What is known of the policy.
   *
   * @param looked whether the page was looked for at all
   * @param published whether there is one
   * @param denyIfUnusable what holds while {@code snapshot} is null although there is one
   * @param snapshot the last that could be used
   */
  private record Known(
      boolean looked,
      boolean published,
      boolean denyIfUnusable,
      @Nullable PolicySnapshot snapshot) {}

  /**
   * Makes a gate.
   *
   * @param required whether to deny while no policy was ever seen
   * @param timeoutNs longest wait for a decision
   */
  public PolicyGate(boolean required, long timeoutNs, AgentLog log) {
    this.required = required;
    this.timeoutNs = timeoutNs;
    this.log = log;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  /** A decision and who took it. */
  public record Verdict(Decision decision, Source source) {}

  /** Decides; never throws, and what fails is denied. */
  public Verdict decide(CheckRequest request, AgentLink link) {
    Verdict verdict;
    try {
      verdict = ask(request, link);
    } catch (RuntimeException | Error e) {
      // A request that breaks the gate must not get past it.
      log.warn("policy check failed: " + e);
      verdict = undecided(Decision.Reason.MALFORMED_REQUEST);
    }
    counts[place(verdict.source(), verdict.decision().allowed())].increment();
    return verdict;
  }

  private Verdict ask(CheckRequest request, AgentLink link) {
    long now = System.nanoTime();
    long revision = link.policyRevision();
    Decision cached = revision == 0 ? null : cache.get(request, revision, now);
    if (cached != null) {
      return new Verdict(cached, Source.CACHE);
    }
    Decision answered = link.ask(request, timeoutNs);
    if (answered != null) {
      cache.put(request, answered, now);
      return new Verdict(answered, Source.SIDECAR);
    }
    return decideAlone(request, now);
  }

  private Verdict decideAlone(CheckRequest request, long began) {
    Known current = known;
    while (!current.looked && System.nanoTime() - began < timeoutNs) {
      LockSupport.parkNanos(LOOK_AGAIN_NS);
      current = known;
    }
    if (current.snapshot != null) {
      return new Verdict(current.snapshot.evaluate(request), Source.SNAPSHOT);
    }
    if (current.published) {
      return undecided(
          current.denyIfUnusable
              ? Decision.Reason.UNAVAILABLE_DENY
              : Decision.Reason.UNAVAILABLE_ALLOW);
    }
    return undecided(required ? Decision.Reason.NEVER_SEEN_DENY : Decision.Reason.NEVER_SEEN_ALLOW);
  }

  private static Verdict undecided(Decision.Reason reason) {
    return new Verdict(new Decision(reason, null, 0, 0), Source.NONE);
  }

  /** Takes the published policy; one that cannot be used leaves the last good one in force. */
  public void policy(PolicyPage.@Nullable Content content) {
    Known before = known;
    if (content == null) {
      known = new Known(true, before.published, before.denyIfUnusable, before.snapshot);
      return;
    }
    PolicySnapshot snapshot = before.snapshot;
    try {
      snapshot = PolicySnapshot.decode(content.snapshot());
    } catch (SnapshotFormatException e) {
      log.warn("published policy cannot be used, the last good one stays: " + e.getMessage());
    }
    known = new Known(true, true, content.denyIfUnusable(), snapshot);
  }

  /** There is a published policy and its page cannot be read. */
  public void policyUnreadable(String problem) {
    Known before = known;
    known = new Known(true, true, before.published ? before.denyIfUnusable : true, before.snapshot);
    log.warn("published policy cannot be read, the last good one stays: " + problem);
  }

  /** Decisions so far. */
  public long decisions(Source source, boolean allowed) {
    return counts[place(source, allowed)].sum();
  }

  private static int place(Source source, boolean allowed) {
    return source.code() * 2 + (allowed ? 0 : 1);
  }
}
