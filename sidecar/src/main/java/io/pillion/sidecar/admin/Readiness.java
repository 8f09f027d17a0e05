package io.pillion.sidecar.admin;

import java.util.ArrayList;
import java.util.List;

/** Judges the probes: each gives the reasons why not, and none if all is well. */
final class Readiness {
  /** The loop comes round several times a second; after this long it hangs. */
  static final long MAX_IDLE_MILLIS = 10_000;

  private final SidecarState state;

  Readiness(SidecarState state) {
    this.state = state;
  }

  /** Whether a restart would help. */
  List<String> notLive() {
    List<String> reasons = new ArrayList<>();
    if (state.phase() == Phase.RUNNING) {
      addIngest(reasons);
    }
    return reasons;
  }

  /** Whether applications find what they need. */
  List<String> notReady() {
    List<String> reasons = new ArrayList<>();
    switch (state.phase()) {
      case STARTING -> reasons.add("starting");
      case STOPPING -> reasons.add("stopping");
      case RUNNING -> addIngest(reasons);
    }
    PolicyStatus policy = state.policy();
    if (policy.configured() && !policy.loaded()) {
      reasons.add("no policy is loaded; see the problems on the sidecar's page");
    }
    return reasons;
  }

  /** Whether the start is over. */
  List<String> notStarted() {
    return state.phase() == Phase.STARTING ? List.of("starting") : List.of();
  }

  private void addIngest(List<String> reasons) {
    long idle = state.ingestIdleMillis();
    if (idle > MAX_IDLE_MILLIS) {
      reasons.add("ingest makes no progress: idleMillis=" + idle);
    }
  }
}
