package io.pillion.ipc.policy;

/** What to do with a request when a policy cannot be evaluated. */
public enum OnUnavailable {
  /** Refuse the request. */
  DENY,
  /** Decide as if the policy did not exist. */
  ALLOW
}
