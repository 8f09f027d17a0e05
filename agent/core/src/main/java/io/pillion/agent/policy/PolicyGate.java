package io.pillion.agent.policy;

import io.pillion.agent.config.AgentLog;
import io.pillion.ipc.PolicyPage;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.ipc.policy.SnapshotFormatException;
import io.pillion.ipc.wire.DecisionRecord.Source;
import io.pillion.ipc.wire.RecordDescriptor;
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
  private static final int MOST_BYTES_PER_CHARACTER = 3;

  /** Any text of this many characters fits a string on the wire, which cuts longer ones. */
  private static final int LONGEST_STRING =
      RecordDescriptor.MAX_STRING_BYTES / MOST_BYTES_PER_CHARACTER - 1;

  /** Any strings of this many characters together fit a record, with 1 KiB for what else it has. */
  private static final int LONGEST_TOTAL =
      (RecordDescriptor.MAX_RECORD_BYTES - 1024) / MOST_BYTES_PER_CHARACTER;

  // Made once: while there is no sidecar every request gets one of them.
  private static final Verdict MALFORMED = undecided(Decision.Reason.MALFORMED_REQUEST);
  private static final Verdict UNAVAILABLE_DENY = undecided(Decision.Reason.UNAVAILABLE_DENY);
  private static final Verdict UNAVAILABLE_ALLOW = undecided(Decision.Reason.UNAVAILABLE_ALLOW);
  private static final Verdict NEVER_SEEN_DENY = undecided(Decision.Reason.NEVER_SEEN_DENY);
  private static final Verdict NEVER_SEEN_ALLOW = undecided(Decision.Reason.NEVER_SEEN_ALLOW);

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

  /**
   * Decides; never throws, and what fails is denied.
   *
   * @param unreadable {@code CheckRequest.ATTRIBUTE_*} bits of what could not be read from the
   *     request: a policy that asks for any of it does not let the request pass
   */
  public Verdict decide(CheckRequest request, int unreadable, SidecarChecks sidecar) {
    Verdict verdict;
    try {
      verdict = check(request, sidecar);
      if ((verdict.decision().dependsOn() & unreadable) != 0 && verdict.decision().allowed()) {
        verdict = MALFORMED;
      }
    } catch (Throwable e) {
      // A request that breaks the gate must not get past it.
      verdict = MALFORMED;
      warn(e);
    }
    counts[place(verdict.source(), verdict.decision().allowed())].increment();
    return verdict;
  }

  private void warn(Throwable failure) {
    try {
      log.warn("policy check failed, request denied: " + failure);
    } catch (Throwable e) {
      // The denial stands.
    }
  }

  private Verdict check(CheckRequest request, SidecarChecks sidecar) {
    long now = System.nanoTime();
    long revision = sidecar.policyRevision();
    Verdict cached = revision == 0 ? null : cache.get(request, revision, now);
    if (cached != null) {
      return cached;
    }
    boolean whole = travelsWhole(request);
    Decision answered = whole ? sidecar.ask(request, timeoutNs) : null;
    if (answered != null) {
      cache.put(request, answered, now);
      return new Verdict(answered, Source.SIDECAR);
    }
    Verdict alone = decideAlone(request, now);
    // The sidecar has a policy, and has seen no more than a part of this request.
    return !whole && revision != 0 && alone.source() == Source.NONE ? MALFORMED : alone;
  }

  /** Whether the sidecar would see all of it: what is decided must be what is served. */
  private static boolean travelsWhole(CheckRequest request) {
    int path = request.rawPath().length();
    int resolvedPath = length(request.resolvedPath());
    int host = length(request.host());
    int method = request.method().length();
    return path <= LONGEST_STRING
        && resolvedPath <= LONGEST_STRING
        && host <= LONGEST_STRING
        && method <= LONGEST_STRING
        && path + resolvedPath + host + method <= LONGEST_TOTAL;
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
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
      return current.denyIfUnusable ? UNAVAILABLE_DENY : UNAVAILABLE_ALLOW;
    }
    return required ? NEVER_SEEN_DENY : NEVER_SEEN_ALLOW;
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
    } catch (SnapshotFormatException | RuntimeException e) {
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
