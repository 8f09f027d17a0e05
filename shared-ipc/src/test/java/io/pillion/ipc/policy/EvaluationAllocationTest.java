package io.pillion.ipc.policy;

import static io.pillion.ipc.policy.Policies.allow;
import static io.pillion.ipc.policy.Policies.deny;
import static io.pillion.ipc.policy.Policies.get;
import static io.pillion.ipc.policy.Policies.paths;
import static io.pillion.ipc.policy.Policies.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class EvaluationAllocationTest {
  private static final int ROUNDS = 20_000;

  @Test
  void plainPathCostsAtMostTwoSmallObjects() {
    PolicySnapshot policy =
        snapshot(deny("no-admin", paths("/admin", "/admin/*")), allow("rest", paths("/*")));
    CheckRequest request = get("/items/17/reviews");
    bytesPerEvaluation(policy, request);
    double bytes = bytesPerEvaluation(policy, request);
    assertThat(bytes).isLessThanOrEqualTo(64);
  }

  private static double bytesPerEvaluation(PolicySnapshot policy, CheckRequest request) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allowed = 0;
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      allowed += policy.evaluate(request).allowed() ? 1 : 0;
    }
    long after = threads.getCurrentThreadAllocatedBytes();
    assertThat(allowed).isEqualTo(ROUNDS);
    return (double) (after - before) / ROUNDS;
  }
}
