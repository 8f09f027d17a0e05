package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shared directory's file system has no room: at the start, and later for somebody else. */
@Timeout(120)
final class SharedDirectoryFullIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int FLOOD = 4_000;
  private static final int AT_ONCE = 4;

  @RegisterExtension final Pods pods = new Pods();

  @ParameterizedTest
  @MethodSource("examples.pillion.demo.Jdks#all")
  void theApplicationRunsDropsAreCountedAndItRecovers(Jdk jdk) throws IOException {
    OtlpReceiver receiver = pods.receiver(Duration.ZERO);
    Pod pod = pods.pod(jdk, receiver);
    pod.policy().deny("/admin/*");
    MemoryFileSystem memory = pods.closeLater(MemoryFileSystem.over(pod.shared().path(), "16m"));
    pod.startSidecar();

    memory.fill();
    Service inventory = Probe.start(pod, "inventory", "");
    Load load = pods.load(1, List.of(Probe.WIDE), inventory.base());
    load.burst(100, AT_ONCE);
    Await.until(
        LIMIT,
        () -> inventory.process().stderr().contains("shared memory is off for now"),
        () -> "agent does not say that it has no room");
    memory.free();
    Probe.awaitDelivery(inventory, receiver, "after there is room");
    SessionLog sessions = pods.sessionsOf(pod);

    // While everything is mapped, and so much is written that a further segment is needed.
    memory.fill();
    load.burst(FLOOD, AT_ONCE);
    receiver.mood(OtlpServer.Mood.REFUSE);
    load.burst(FLOOD / 2, AT_ONCE);
    memory.free();
    receiver.mood(OtlpServer.Mood.ACCEPT);

    assertThat(load.failures()).isEmpty();
    assertThat(inventory.process().alive()).isTrue();
    assertThat(pod.sidecar().alive()).isTrue();
    Probe.awaitDelivery(inventory, receiver, "after there is room again");
    Account account = Account.settled(load, sessions, receiver, LIMIT);
    System.out.println(account.text());
    assertThat(account.unaccounted()).isZero();
    assertThat(account.dropped()).containsKey("storage_full");
    assertThat(Set.of("storage_full", "ring_full")).containsAll(account.dropped().keySet());
    assertThat(StandardError.of(inventory.process()).agentLines()).hasSizeLessThan(4);
    assertThat(StandardError.of(inventory.process()).otherLines()).isEmpty();
  }
}
