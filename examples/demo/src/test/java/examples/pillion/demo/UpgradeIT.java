package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Either side is upgraded alone: today's sidecar with the agent of an earlier release, and the
 * other way round. The earlier jars are given by path:
 *
 * <pre>
 *   -Dpillion.previous.agent.jar=... -Dpillion.previous.sidecar.jar=...
 * </pre>
 *
 * <p>Where one is not given, today's stands in for it, so that the scenario itself is tried.
 */
@Timeout(120)
final class UpgradeIT {

  private static final long SEED = 7;
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(20);

  @RegisterExtension final Pods pods = new Pods();

  @Test
  void aSidecarServesThePreviousAgent() throws IOException {
    Jars today = Jars.under(Pods.ROOT);
    Path agent = previous("agent", today.agent());
    assertServed(new Jars(agent, today.sidecar(), today.shop(), today.inventory()), 0);
  }

  @Test
  void anAgentIsServedByThePreviousSidecar() throws IOException {
    Jars today = Jars.under(Pods.ROOT);
    Path sidecar = previous("sidecar", today.sidecar());
    assertServed(new Jars(today.agent(), sidecar, today.shop(), today.inventory()), 0);
  }

  @Test
  void aSidecarTakesOverWhatThePreviousAgentLeftToADeadOne() throws IOException {
    Jars today = Jars.under(Pods.ROOT);
    Path agent = previous("agent", today.agent());
    assertServed(new Jars(agent, today.sidecar(), today.shop(), today.inventory()), 2);
  }

  private static Path previous(String which, Path today) {
    String given = System.getProperty("pillion.previous." + which + ".jar", "");
    Path jar = given.isEmpty() ? today : Path.of(given);
    System.out.println("previous " + which + ": " + (given.isEmpty() ? "today's" : jar));
    assertThat(Files.isRegularFile(jar)).as("jar=%s", jar).isTrue();
    return jar;
  }

  private void assertServed(Jars jars, int kills) throws IOException {
    OtlpReceiver receiver = pods.receiver(Duration.ofMillis(50));
    Pod pod = pods.pod(jars, Jdk.current(), receiver.endpoint());

    Account account = new KillScenario(pods, pod, receiver, SEED).play(kills, SETTLE_LIMIT);

    assertThat(account.problems()).isEmpty();
    assertThat(account.dropped()).isEmpty();
    assertThat(account.discarded()).isEmpty();
    assertThat(account.received()).isEqualTo(account.recorded()).isPositive();
    // Decided, and decided by the sidecar: each side understood the other's half of a check.
    assertThat(account.decisions()).hasEntrySatisfying("sidecar/deny", UpgradeIT::isPositive);
    assertThat(receiver.malformedExports()).isZero();
    assertThat(pod.sidecar().stderr()).doesNotContain("refused", "quarantined");
  }

  private static void isPositive(long count) {
    assertThat(count).isPositive();
  }
}
