package io.pillion.ipc.policy;

import io.pillion.ipc.policy.CompiledPolicy.Action;
import io.pillion.ipc.policy.Decision.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides by a fixed set of policies: DENY first, then ALLOW. Every possible answer is made in
 * advance, so that deciding creates none.
 *
 * <p>A reason is {@code UNAVAILABLE_*} exactly where a policy that could not be evaluated might
 * have changed the answer.
 */
final class PolicyEvaluator {
  private final Decision noPolicyApplies;
  private final Decision noAllowMatched;
  private final Decision malformed;
  private final int dependsOn;
  private final Entry[] denies;
  private final Entry[] allows;

  PolicyEvaluator(List<CompiledPolicy> policies, OnUnavailable byDefault, long revision) {
    int bits = 0;
    for (CompiledPolicy policy : policies) {
      bits |= policy.dependsOn();
    }
    dependsOn = bits;
    noPolicyApplies = new Decision(Reason.NO_POLICY_APPLIES, null, revision, bits);
    noAllowMatched = new Decision(Reason.NO_ALLOW_MATCHED, null, revision, bits);
    malformed = new Decision(Reason.MALFORMED_REQUEST, null, revision, bits);
    denies = entries(policies, Action.DENY, byDefault, revision);
    allows = entries(policies, Action.ALLOW, byDefault, revision);
  }

  private Entry[] entries(
      List<CompiledPolicy> policies, Action action, OnUnavailable byDefault, long revision) {
    return policies.stream()
        .filter(policy -> policy.action() == action)
        .map(policy -> Entry.of(policy, byDefault, revision, dependsOn))
        .toArray(Entry[]::new);
  }

  int dependsOn() {
    return dependsOn;
  }

  Decision evaluate(CheckRequest request) {
    try {
      Subject subject = Subject.of(request, dependsOn);
      return subject == null ? malformed : decide(subject);
    } catch (RuntimeException e) {
      // On an application's request thread a fault of ours refuses the request and is not thrown.
      return malformed;
    }
  }

  private Decision decide(Subject subject) {
    Decision refusal = null;
    Decision doubt = null;
    for (Entry entry : denies) {
      int match = entry.match(subject);
      if (match == Match.YES) {
        return entry.matched;
      }
      if (match == Match.UNKNOWN) {
        if (!entry.unknown.allowed()) {
          refusal = first(refusal, entry.unknown);
        } else {
          doubt = first(doubt, entry.unknown);
        }
      }
    }
    if (refusal != null) {
      return refusal;
    }
    Decision allowed = allows.length == 0 ? noPolicyApplies : decideAllow(subject);
    return allowed.allowed() && doubt != null ? doubt : allowed;
  }

  private Decision decideAllow(Subject subject) {
    Decision refusal = null;
    Decision doubt = null;
    for (Entry entry : allows) {
      int match = entry.match(subject);
      if (match == Match.YES) {
        return entry.matched;
      }
      if (entry.evaluable) {
        continue;
      }
      if (entry.unknown.allowed()) {
        doubt = first(doubt, entry.unknown);
      } else {
        refusal = first(refusal, entry.unknown);
      }
    }
    if (refusal != null) {
      return refusal;
    }
    return doubt == null || hasEvaluableAllow() ? noAllowMatched : doubt;
  }

  private boolean hasEvaluableAllow() {
    for (Entry entry : allows) {
      if (entry.evaluable) {
        return true;
      }
    }
    return false;
  }

  private static Decision first(@Nullable Decision earlier, Decision later) {
    return earlier == null ? later : earlier;
  }

  /** A policy and its answers. */
  private static final class Entry {
    final CompiledPolicy policy;
    final boolean evaluable;
    final Decision matched;
    final Decision unknown;

    private Entry(CompiledPolicy policy, Decision matched, Decision unknown) {
      this.policy = policy;
      this.evaluable = policy.isEvaluable();
      this.matched = matched;
      this.unknown = unknown;
    }

    static Entry of(CompiledPolicy policy, OnUnavailable byDefault, long revision, int dependsOn) {
      Reason matched = policy.action() == Action.DENY ? Reason.DENY_MATCHED : Reason.ALLOW_MATCHED;
      return new Entry(
          policy,
          new Decision(matched, policy.id(), revision, dependsOn),
          new Decision(unknownReason(policy, byDefault), policy.id(), revision, dependsOn));
    }

    private static Reason unknownReason(CompiledPolicy policy, OnUnavailable byDefault) {
      if (policy.isEvaluable()) {
        return Reason.MALFORMED_REQUEST;
      }
      OnUnavailable mode = policy.onUnavailable() == null ? byDefault : policy.onUnavailable();
      return mode == OnUnavailable.DENY ? Reason.UNAVAILABLE_DENY : Reason.UNAVAILABLE_ALLOW;
    }

    int match(Subject subject) {
      return evaluable ? policy.match(subject) : Match.UNKNOWN;
    }
  }
}
