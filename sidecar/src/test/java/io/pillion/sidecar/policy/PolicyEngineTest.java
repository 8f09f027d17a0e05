package io.pillion.sidecar.policy;

import static io.pillion.sidecar.policy.PolicyYaml.deny;
import static io.pillion.sidecar.policy.PolicyYaml.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.policy.Decision.Reason;
import io.pillion.ipc.policy.OnUnavailable;
import io.pillion.ipc.policy.PolicySnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyEngineTest {
  private final PolicyEngine engine = new PolicyEngine();

  @Test
  void withoutPolicyEverythingIsAllowed() {
    assertThat(engine.decide(get("/admin")).reason()).isEqualTo(Reason.NO_POLICY_APPLIES);
  }

  @Test
  void decidesByTheSnapshotInForceAndCountsByReason() {
    engine.decide(get("/admin"));
    PolicySnapshot snapshot =
        PolicySnapshot.of(
            List.of(PolicyParser.parse("p.yaml", deny("a", "/admin")).policies().get(0).policy()),
            OnUnavailable.DENY);
    engine.replace(snapshot);
    assertThat(engine.decide(get("/admin")).allowed()).isFalse();
    assertThat(engine.decide(get("/admin")).revision()).isEqualTo(snapshot.revision());
    assertThat(engine.snapshot()).isSameAs(snapshot);
    assertThat(engine.counts())
        .hasSize(Reason.values().length)
        .containsEntry(Reason.NO_POLICY_APPLIES, 1L)
        .containsEntry(Reason.DENY_MATCHED, 2L)
        .containsEntry(Reason.ALLOW_MATCHED, 0L);
  }
}
