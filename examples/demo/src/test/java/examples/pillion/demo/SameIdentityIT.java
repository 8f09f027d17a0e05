package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Processes that say they are the same one, as replicas with a fixed id and copies do. */
@Timeout(90)
final class SameIdentityIT {

  private static final Duration LIMIT = Duration.ofSeconds(25);
  private static final String COPY = "s-" + "c".repeat(32);

  @RegisterExtension final Pods pods = new Pods();

  private OtlpReceiver receiver;
  private Pod pod;

  @BeforeEach
  void startSidecar() throws IOException {
    receiver = pods.receiver(Duration.ZERO);
    pod = pods.pod(Jdk.current(), receiver);
    pod.policy().deny("/admin/*");
    pod.startSidecar();
  }

  /** With the environment of the other, as a child process has it. */
  private Service start() {
    Pod.AgentLaunch launch = pod.withAgent("twin", "");
    launch.launch().environment("OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=one");
    return Probe.listening(launch);
  }

  @Test
  void twoWithTheSameIdHaveASessionEach() throws IOException {
    Service first = start();
    Service second = start();
    Probe.awaitArrival(receiver, Probe.ask(first));
    Probe.awaitArrival(receiver, Probe.ask(second));

    assertThat(pod.api().sessions()).hasSize(2).extracting(Session::id).doesNotHaveDuplicates();

    first.process().kill();
    Probe.awaitArrival(receiver, Probe.ask(second));
    Await.until(LIMIT, () -> SessionDirectories.of(pod).size() == 1, () -> "first does not end");
    Probe.awaitArrival(receiver, Probe.ask(second));
  }

  @Test
  void aCopiedSessionIsADeadOneAndLeavesTheOriginalAlone() throws IOException {
    Service first = start();
    Probe.awaitArrival(receiver, Probe.ask(first));
    receiver.mood(OtlpServer.Mood.REFUSE);
    String held = Probe.ask(first);
    Path original = SessionDirectories.of(pod, "twin");
    Await.until(LIMIT, () -> depth() > 0, () -> "nothing waits in the queue");
    copy(original, original.resolveSibling(COPY));
    receiver.mood(OtlpServer.Mood.ACCEPT);

    Probe.awaitArrival(receiver, held);
    Await.until(
        LIMIT,
        () -> !Files.exists(original.resolveSibling(COPY)),
        () -> "the copy is not removed: " + SessionDirectories.of(pod));
    Probe.awaitArrival(receiver, Probe.ask(first));
    assertThat(SessionDirectories.of(pod)).containsExactly(original);
    assertThat(receiver.duplicatedSpans()).isPositive();
  }

  private long depth() {
    try {
      return pod.api().sessions().stream().mapToLong(Session::depth).sum();
    } catch (IOException e) {
      return 0;
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    // Complete before it has the name of a session, as a restored backup would be.
    Path aside = to.resolveSibling("aside");
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : (Iterable<Path>) tree::iterator) {
        Files.copy(path, aside.resolve(from.relativize(path).toString()));
      }
    }
    Files.move(aside, to);
  }
}
