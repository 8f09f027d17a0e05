package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Shows that the kill test can fail: a sidecar that forgets too early turns it red. */
@Timeout(90)
final class AcknowledgementIT {

  private static final int KILLS = 4;
  private static final long SEED = 7;

  /** Moves the read position when a batch is sent, instead of when it is acknowledged. */
  private static final String DEFECT = "-Dpillion.test.seed-defect=cursor-before-ack";

  @RegisterExtension final Pods pods = new Pods();

  @Test
  void losesSpansVisiblyWhenTheCursorMovesBeforeTheAcknowledgement() throws IOException {
    OtlpReceiver receiver = pods.receiver(Duration.ofMillis(400));
    Pod pod = pods.pod(Jdk.current(), receiver);

    Account account =
        new KillScenario(pods, pod, receiver, SEED, DEFECT).play(KILLS, Duration.ofSeconds(6));

    assertThat(account.failed()).isZero();
    assertThat(account.incompleteTraces()).isPositive();
    assertThat(account.unaccounted()).isPositive();
    assertThat(account.problems()).isNotEmpty();
  }
}
