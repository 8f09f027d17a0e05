package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** As in a pod: each process is number one in a process name space of its own. */
@Timeout(120)
final class PidNamespacesIT {

  private static final String[] OWN = {
    "unshare", "--pid", "--fork", "--kill-child", "--mount-proc"
  };
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Route DENIED = new Route("/admin/restock", 403, 1);

  @RegisterExtension final Pods pods = new Pods();

  private OtlpReceiver receiver;
  private Pod pod;

  @BeforeEach
  void assumeNameSpaces() throws IOException {
    Superuser.assume();
    assumeTrue(
        Superuser.run("unshare", "--pid", "--fork", "--mount-proc", "true"), "no name spaces");
    receiver = pods.receiver(Duration.ZERO);
    pod = pods.pod(Jdk.current(), receiver);
    pod.policy().deny("/admin/*");
    pod.sidecarSetup(launch -> launch.through(OWN));
  }

  @Test
  void bothAreNumberOneAndAreKilledAndStartAgainInEitherOrder() throws IOException {
    pod.startSidecar();
    JavaProcess firstSidecar = pod.sidecar();
    Service first = startInventory();
    assertThat(pidInside(firstSidecar)).isEqualTo(1);
    assertThat(pidInside(first.process())).isEqualTo(1);
    Probe.awaitArrival(receiver, Probe.ask(first));

    receiver.mood(OtlpServer.Mood.REFUSE);
    String held = Probe.ask(first);
    awaitWritten(1);
    firstSidecar.kill();
    first.process().kill();
    receiver.mood(OtlpServer.Mood.ACCEPT);

    Service second = startInventory();
    String early = Probe.ask(second);
    pod.startSidecar();
    Probe.awaitArrival(receiver, held);
    Probe.awaitArrival(receiver, early);
    awaitOnlySession();
    assertThat(HttpCalls.status(second.at(DENIED))).isEqualTo(403);

    second.process().kill();
    pod.sidecar().kill();
    pod.startSidecar();
    Service third = startInventory();
    Probe.awaitArrival(receiver, Probe.ask(third));
    awaitOnlySession();
    Await.until(
        LIMIT,
        () -> HttpCalls.status(third.at(DENIED)) == 403 && askedTheSidecar(),
        () -> "sidecar is not asked");
    third.process().kill();
    pod.sidecar().kill();
  }

  private Service startInventory() {
    Pod.AgentLaunch launch = pod.withAgent("inventory", "");
    launch.launch().through(OWN);
    return Probe.listening(launch);
  }

  /** The process started last in the chain {@code unshare}, JVM. */
  private static long pidInside(JavaProcess process) throws IOException {
    long child = ProcessHandle.of(process.pid()).orElseThrow().children().findFirst().get().pid();
    List<String> status = Files.readAllLines(Path.of("/proc/" + child + "/status"));
    String line = status.stream().filter(one -> one.startsWith("NSpid:")).findFirst().get();
    return Long.parseLong(line.substring(line.lastIndexOf('\t') + 1));
  }

  private void awaitWritten(int depth) {
    Await.until(
        LIMIT,
        () -> sessions().stream().mapToLong(Session::depth).sum() >= depth,
        () -> "nothing waits in the queue");
  }

  private void awaitOnlySession() {
    Await.until(
        LIMIT,
        () -> sessions().stream().filter(Session::alive).count() == 1 && directories() == 1,
        () -> "old sessions are not removed");
  }

  private boolean askedTheSidecar() {
    return sessions().stream()
        .anyMatch(session -> session.decisions().getOrDefault("sidecar/deny", 0L) > 0);
  }

  private long directories() {
    return SessionDirectories.of(pod).size();
  }

  private List<Session> sessions() {
    try {
      return pod.api().sessions();
    } catch (IOException e) {
      return List.of();
    }
  }
}
