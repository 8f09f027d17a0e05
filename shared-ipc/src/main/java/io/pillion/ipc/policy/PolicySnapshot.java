package io.pillion.ipc.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A set of policies and their evaluator: what the sidecar decides by and what an agent decides by
 * while the sidecar is away. Equal content gives equal bytes and an equal revision, whatever order
 * the policies came in.
 *
 * <p><b>Threading.</b> Immutable.
 */
public final class PolicySnapshot {
  /** The longest encoding, in bytes; a larger set is refused. */
  public static final int MAX_ENCODED_BYTES = 1 << 20;

  private static final PolicySnapshot EMPTY = of(List.of(), OnUnavailable.DENY);

  private final List<CompiledPolicy> policies;
  private final OnUnavailable defaultOnUnavailable;
  private final byte[] encoded;
  private final long revision;
  private final PolicyEvaluator evaluator;

  private PolicySnapshot(
      List<CompiledPolicy> policies, OnUnavailable defaultOnUnavailable, byte[] encoded) {
    this.policies = policies;
    this.defaultOnUnavailable = defaultOnUnavailable;
    this.encoded = encoded;
    this.revision = SnapshotFormat.revisionOf(encoded);
    this.evaluator = new PolicyEvaluator(policies, defaultOnUnavailable, revision);
  }

  /** No policies: everything is allowed with reason {@code NO_POLICY_APPLIES}. */
  public static PolicySnapshot empty() {
    return EMPTY;
  }

  /**
   * A snapshot of these policies.
   *
   * @param defaultOnUnavailable for the policies that do not say
   * @throws IllegalArgumentException if two have the same namespace and name, or the encoding would
   *     exceed {@link #MAX_ENCODED_BYTES}
   */
  public static PolicySnapshot of(
      List<CompiledPolicy> policies, OnUnavailable defaultOnUnavailable) {
    List<CompiledPolicy> sorted = new ArrayList<>(policies);
    sorted.sort(
        Comparator.comparing(CompiledPolicy::namespace).thenComparing(CompiledPolicy::name));
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).id().equals(sorted.get(i - 1).id())) {
        throw new IllegalArgumentException("policy given twice: id=" + sorted.get(i).id());
      }
    }
    byte[] encoded = new SnapshotEncoder().encode(sorted, defaultOnUnavailable);
    return new PolicySnapshot(List.copyOf(sorted), defaultOnUnavailable, encoded);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws SnapshotFormatException if there is anything in it that this version does not know, or
   *     it is damaged; nothing is ever skipped, for an ignored condition is a hole
   */
  public static PolicySnapshot decode(byte[] bytes) throws SnapshotFormatException {
    return SnapshotDecoder.decode(bytes);
  }

  /** The versioned, checksummed form; the caller owns the array. */
  public byte[] encode() {
    return encoded.clone();
  }

  /** A hash of the content, never 0. */
  public long revision() {
    return revision;
  }

  /**
   * The {@code CheckRequest.ATTRIBUTE_*} bits that answers depend on; 0 if all requests get the
   * same.
   */
  public int dependsOn() {
    return evaluator.dependsOn();
  }

  /** Number of policies. */
  public int size() {
    return policies.size();
  }

  /** The policies, by namespace and name. */
  public List<CompiledPolicy> policies() {
    return policies;
  }

  /** What holds for a policy that does not say. */
  public OnUnavailable defaultOnUnavailable() {
    return defaultOnUnavailable;
  }

  /** Decides. Never throws; what cannot be understood is denied. */
  public Decision evaluate(CheckRequest request) {
    return evaluator.evaluate(request);
  }
}
