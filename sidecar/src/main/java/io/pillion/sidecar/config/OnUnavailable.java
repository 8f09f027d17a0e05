package io.pillion.sidecar.config;

/** What a check that cannot be made comes out as, where a policy does not say itself. */
public enum OnUnavailable {
  /** Refuse the request. */
  DENY,
  /** Let the request through. */
  ALLOW
}
