package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A process that is stopped, by a signal, a debugger or a frozen container, holds its locks. */
@Timeout(120)
final class StoppedProcessesIT {

  private static final String SMALL_CAP = "telemetry.max-size=2MiB,telemetry.segment-size=1MiB";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration LONGER_THAN_ANY_BEAT = Duration.ofSeconds(4);
  private static final int FLOOD = 3_000;
  private static final int AT_ONCE = 4;

  /** The agent's longest wait for a decision. */
  private static final long DEADLINE_MICROS = 20_000;

  @RegisterExtension final Pods pods = new Pods();

  private OtlpReceiver receiver;
  private Pod pod;

  @BeforeEach
  void makePod() throws IOException {
    receiver = pods.receiver(Duration.ZERO);
    pod = pods.pod(Jdk.current(), receiver);
    pod.policy().deny("/admin/*");
  }

  @Test
  void whileTheSidecarIsStoppedTheQueueFillsAndChecksDoNotWait() throws IOException {
    pod.startSidecar();
    Service inventory = Probe.start(pod, "inventory", SMALL_CAP);
    SessionLog sessions = pods.sessionsOf(pod);
    // A question of its own each: what the agent has cached answers none of them.
    List<Route> mix = new ArrayList<>();
    for (int i = 0; i < FLOOD; i++) {
      mix.add(new Route("/stock/" + i + "?" + "x".repeat(1_500), 404, 1));
    }
    Load load = pods.load(1, mix, inventory.base());
    load.burst(FLOOD / 4, AT_ONCE);
    String session = onlySession().id();

    pod.sidecar().pause();
    load.phase("stopped");
    load.burst(FLOOD, AT_ONCE);
    Await.pass(LONGER_THAN_ANY_BEAT);
    load.burst(FLOOD / 4, AT_ONCE);
    pod.sidecar().resume();

    assertThat(load.failures()).isEmpty();
    Histogram stopped = load.latencyMicros().get("stopped");
    assertThat(stopped.getValueAtPercentile(90)).isLessThan(DEADLINE_MICROS);
    // The first may still find the queue full.
    Probe.awaitDelivery(inventory, receiver, "after the sidecar went on");
    Account account = Account.settled(load, sessions, receiver, LIMIT);
    System.out.println(account.text());
    assertThat(account.unaccounted()).isZero();
    assertThat(account.dropped()).containsKey("queue_full");
    assertThat(Set.of("queue_full", "ring_full")).containsAll(account.dropped().keySet());
    assertThat(account.discarded()).isEmpty();
    assertThat(account.decisions()).containsKey("snapshot/allow");
    assertThat(onlySession().id()).isEqualTo(session);
  }

  private Session onlySession() throws IOException {
    Await.until(LIMIT, () -> SessionDirectories.of(pod).size() == 1, () -> "no session");
    Await.until(LIMIT, this::oneIsShown, () -> "no session is shown");
    return pod.api().sessions().get(0);
  }

  private boolean oneIsShown() {
    try {
      return pod.api().sessions().size() == 1;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aStoppedApplicationKeepsItsSessionWithAndWithoutASidecar() throws IOException {
    pod.startSidecar();
    Service stopped = Probe.start(pod, "stopped", SMALL_CAP);
    Probe.awaitArrival(receiver, Probe.ask(stopped));
    Path session = SessionDirectories.of(pod, "stopped");

    stopped.process().pause();
    Await.pass(LONGER_THAN_ANY_BEAT);
    assertThat(session).exists();
    assertThat(onlySession().alive()).isTrue();

    // Whoever starts without a sidecar makes room, but not at the cost of the living.
    pod.sidecar().kill();
    for (int i = 0; i < 2; i++) {
      Service other = Probe.start(pod, "other", SMALL_CAP);
      pods.load(1, List.of(Probe.WIDE), other.base()).burst(FLOOD, AT_ONCE);
      other.process().kill();
    }
    assertThat(session).exists();
    stopped.process().resume();
    String held = Probe.ask(stopped);
    pod.startSidecar();
    Probe.awaitArrival(receiver, held);
    assertThat(SessionDirectories.of(pod, "stopped")).isEqualTo(session);
  }
}
