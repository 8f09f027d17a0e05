package io.pillion.ipc.policy;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link CheckRequest}.
 *
 * @param reason why
 * @param policy {@code namespace/name} of the policy that decided; null if none did. For operators,
 *     never for clients
 * @param revision identifies the policy set that was evaluated; equal content, equal revision
 * @param dependsOn {@code CheckRequest.ATTRIBUTE_*} bits: requests equal in these get this answer
 *     for as long as the revision holds
 */
public record Decision(Reason reason, @Nullable String policy, long revision, int dependsOn) {

  /** Why a decision came out as it did. The code travels on the wire and is never reused. */
  public enum Reason {
    /** The policy set has nothing that applies: allowed. */
    NO_POLICY_APPLIES(1, true),
    /** An ALLOW rule matched. */
    ALLOW_MATCHED(2, true),
    /** A DENY rule matched. */
    DENY_MATCHED(3, false),
    /** There are ALLOW policies and none matched. */
    NO_ALLOW_MATCHED(4, false),
    /** The request cannot be evaluated safely, for example un-decodable bytes in its path. */
    MALFORMED_REQUEST(5, false),
    /** A policy exists, could not be evaluated, and says deny for that case. */
    UNAVAILABLE_DENY(6, false),
    /** A policy exists, could not be evaluated, and says allow for that case. */
    UNAVAILABLE_ALLOW(7, true),
    /** No policy was ever seen and none is required. */
    NEVER_SEEN_ALLOW(8, true),
    /** No policy was ever seen although one is required. */
    NEVER_SEEN_DENY(9, false);

    private final int code;
    private final boolean allows;

    Reason(int code, boolean allows) {
      this.code = code;
      this.allows = allows;
    }

    /** The number on the wire. */
    public int code() {
      return code;
    }

    /** Whether the request may proceed. */
    public boolean allows() {
      return allows;
    }

    /** The reason with that number; null if there is none. */
    public static @Nullable Reason ofCode(int code) {
      for (Reason reason : values()) {
        if (reason.code == code) {
          return reason;
        }
      }
      return null;
    }
  }

  /** Whether the request may proceed. */
  public boolean allowed() {
    return reason.allows();
  }
}
