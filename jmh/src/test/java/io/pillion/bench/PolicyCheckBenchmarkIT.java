package io.pillion.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That what is measured works, with the real sidecar; how fast it is, no test says. */
@Timeout(120)
final class PolicyCheckBenchmarkIT {
  private static final CheckRequest DENIED =
      new CheckRequest.Of("GET", HttpSample.HOST, 8080, "/admin/users", null, "10.1.2.3");
  private static final long TIMEOUT_NS = 10_000_000_000L;

  @Test
  void everyContenderGivesTheSameAnswers() throws Exception {
    PolicyCheckBenchmark.Sidecar sidecar = new PolicyCheckBenchmark.Sidecar();
    PolicyCheckBenchmark.Asker asker = new PolicyCheckBenchmark.Asker();
    sidecar.open();
    try {
      Decision evaluated = new PolicyCheckBenchmark().evaluate(sidecar, asker);

      assertThat(sidecar.policy.size()).isEqualTo(20);
      assertThat(evaluated.policy()).isEqualTo("shop/items");
      assertThat(new PolicyCheckBenchmark().cached(sidecar, asker).decision()).isEqualTo(evaluated);
      assertThat(new PolicyCheckBenchmark().roundTrip(sidecar, asker)).isEqualTo(evaluated);
      assertThat(sidecar.policy.evaluate(DENIED).allowed()).isFalse();
      assertThat(sidecar.link.ask(DENIED, TIMEOUT_NS)).isEqualTo(sidecar.policy.evaluate(DENIED));
    } finally {
      sidecar.close();
    }
  }

  @Test
  void theRivalDecidesByTheSamePolicies() {
    PolicyCheckBenchmark.Rival rival = new PolicyCheckBenchmark.Rival();
    rival.open();
    try {
      PolicyCheckBenchmark.Connection connection = new PolicyCheckBenchmark.Connection();
      connection.open(rival);

      assertThat(new PolicyCheckBenchmark().http(connection, new PolicyCheckBenchmark.Asker()))
          .isTrue();
      assertThat(connection.ask(DENIED)).isFalse();
      connection.close();
    } finally {
      rival.close();
    }
  }
}
