package io.pillion.ipc.policy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One policy, ready to be evaluated.
 *
 * @param namespace with {@code name}, identifies the policy in its set
 * @param onUnavailable null for the set's default
 * @param requiredFeatures bits an evaluator must know to evaluate this policy; 0 today
 * @param rules any of these; without one the policy never matches
 */
public record CompiledPolicy(
    String namespace,
    String name,
    Action action,
    @Nullable OnUnavailable onUnavailable,
    int requiredFeatures,
    List<PolicyRule> rules) {
  /** The features this version's evaluator has. */
  public static final int KNOWN_FEATURES = 0;

  private static final int MAX_NAME_BYTES = 253;

  /** What a match means. */
  public enum Action {
    /** The request may proceed unless another policy denies it. */
    ALLOW,
    /** The request is refused. */
    DENY
  }

  /**
   * A policy of its parts, copied.
   *
   * @throws IllegalArgumentException if a name is empty, too long or not encodable
   */
  public CompiledPolicy {
    requireName("namespace", namespace);
    requireName("name", name);
    rules = List.copyOf(rules);
  }

  private static void requireName(String what, String value) {
    if (value.isEmpty()
        || value.length() > MAX_NAME_BYTES
        || !StandardCharsets.US_ASCII.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException(
          "bad policy " + what + ": give 1 to " + MAX_NAME_BYTES + " ASCII characters");
    }
  }

  /** {@code namespace/name}. */
  public String id() {
    return namespace + "/" + name;
  }

  /** Whether this version's evaluator can evaluate this policy. */
  public boolean isEvaluable() {
    return (requiredFeatures & ~KNOWN_FEATURES) == 0;
  }

  int dependsOn() {
    int bits = 0;
    for (PolicyRule rule : rules) {
      bits |= rule.dependsOn();
    }
    return bits;
  }

  int match(Subject subject) {
    int match = Match.NO;
    for (int i = 0; i < rules.size() && match != Match.YES; i++) {
      match = Math.max(match, rules.get(i).match(subject, action == Action.DENY));
    }
    return match;
  }
}
