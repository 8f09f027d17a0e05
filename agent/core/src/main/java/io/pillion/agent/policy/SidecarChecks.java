package io.pillion.agent.policy;

import io.pillion.ipc.AgentLink;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import org.jspecify.annotations.Nullable;

/**
 * What the gate needs of the sidecar.
 *
 * <p><b>Threading.</b> Any application thread.
 */
public interface SidecarChecks {

  /** Revision of the policy that the sidecar applies now; 0 if it has not said. */
  long policyRevision();

  /**
   * Asks and waits, at most {@code timeoutNs}.
   *
   * @return null if there is no sidecar, or it did not answer in time
   */
  @Nullable Decision ask(CheckRequest request, long timeoutNs);

  /** The sidecar at the other end of a link. */
  static SidecarChecks over(AgentLink link) {
    return new SidecarChecks() {
      @Override
      public long policyRevision() {
        return link.policyRevision();
      }

      @Override
      public @Nullable Decision ask(CheckRequest request, long timeoutNs) {
        return link.ask(request, timeoutNs);
      }
    };
  }
}
