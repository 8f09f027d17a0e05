package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The central promise: the application never notices the sidecar, and nothing is lost. */
@Timeout(120)
final class SidecarKillIT {

  private static final int KILLS = 10;
  private static final Duration ACKNOWLEDGE_AFTER = Duration.ofMillis(400);
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(20);

  @RegisterExtension final Pods pods = new Pods();

  @ParameterizedTest
  @MethodSource("examples.pillion.demo.Jdks#all")
  void losesNoRequestAndNoSpanWhileTheSidecarIsKilledTenTimes(Jdk jdk) throws IOException {
    long seed = Long.getLong("pillion.test.seed", System.nanoTime());
    System.out.println("kills on " + jdk + ": -Dpillion.test.seed=" + seed);
    OtlpReceiver receiver = pods.receiver(ACKNOWLEDGE_AFTER);
    Pod pod = pods.pod(jdk, receiver);

    Account account = new KillScenario(pods, pod, receiver, seed).play(KILLS, SETTLE_LIMIT);

    assertThat(account.problems()).isEmpty();
    assertThat(account.failed()).isZero();
    assertThat(account.dropped()).isEmpty();
    assertThat(account.discarded()).isEmpty();
    assertThat(account.incompleteTraces()).isZero();
    assertThat(account.received()).isEqualTo(account.recorded());
    assertThat(account.duplicated()).isPositive();
    assertThat(receiver.malformedExports()).isZero();
  }
}
