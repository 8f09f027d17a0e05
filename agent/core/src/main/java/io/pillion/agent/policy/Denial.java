package io.pillion.agent.policy;

import io.pillion.ipc.policy.Decision;

/** What a denied client is told: the kind of refusal, never the rule. */
public final class Denial {
  private static final int FORBIDDEN = 403;
  private static final int BAD_REQUEST = 400;

  private Denial() {}

  /** The HTTP status. */
  public static int status(Decision.Reason reason) {
    return reason == Decision.Reason.MALFORMED_REQUEST ? BAD_REQUEST : FORBIDDEN;
  }

  /** The plain-text body. */
  public static String body(Decision.Reason reason) {
    return switch (reason) {
      case MALFORMED_REQUEST -> "request refused: it cannot be checked safely\n";
      case UNAVAILABLE_DENY, NEVER_SEEN_DENY -> "access denied: policy is not available\n";
      default -> "access denied by policy\n";
    };
  }
}
