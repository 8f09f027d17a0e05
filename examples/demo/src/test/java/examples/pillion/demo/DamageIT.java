package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody damages or removes what living processes have mapped. */
@Timeout(240)
final class DamageIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration AT_ONCE = Duration.ofSeconds(3);
  private static final Route DENIED = new Route("/admin/restock", 403, 1);

  /** One sidecar for all: it must live through all of it. */
  @RegisterExtension final Pods pods = new Pods();

  private final Random random = new Random(11);
  private OtlpReceiver receiver;
  private Pod pod;
  private Service victim;
  private Service bystander;
  private JavaProcess sidecar;

  private interface Damage {
    void doIt(Path session) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    receiver = pods.receiver(Duration.ZERO);
    pod = pods.pod(Jdk.current(), receiver);
    pod.policy().deny("/admin/*");
    pod.startSidecar();
    sidecar = pod.sidecar();
    victim = Probe.start(pod, "victim", "telemetry.segment-size=1MiB");
    bystander = Probe.start(pod, "bystander", "");
  }

  @AfterEach
  void sidecarLives() {
    assertThat(sidecar.alive()).isTrue();
  }

  @Test
  void whateverHappensToASessionItsApplicationGoesOnAndOthersAreNotAffected() throws IOException {
    after("garbage in the segment", session -> garbage(newest(session), 64 * 1024));
    after("a segment cut to nothing", session -> cut(newest(session), 0));
    after("a segment cut in the middle", session -> cut(newest(session), 100));
    after("a garbage table", session -> garbage(session.resolve("telemetry/metadata.cq4t"), 0));
    freshVictim();
    after("a garbage header", session -> garbage(session.resolve("session.hdr"), 0));
    after("a header cut to nothing", session -> cut(session.resolve("session.hdr"), 0));
    after("a garbage cursor", session -> garbage(session.resolve("cursor"), 0));
    after("a cursor cut to nothing", session -> cut(session.resolve("cursor"), 0));
    freshVictim();
    after("segments removed", session -> removeFiles(session.resolve("telemetry")));
    after("a queue removed", session -> removeTree(session.resolve("telemetry")));
    after("a session removed", DamageIT::removeTree);
    after("everything removed", session -> removeTree(session.getParent()));
  }

  /** After each failure an agent waits longer before its next session, up to a minute. */
  private void freshVictim() {
    victim.process().kill();
    victim = Probe.start(pod, "victim", "telemetry.segment-size=1MiB");
  }

  /** Does it to the victim, and waits until all is as it should be. */
  private void after(String what, Damage damage) throws IOException {
    long began = System.nanoTime();
    Probe.awaitDelivery(victim, receiver, "before " + what);
    damage.doIt(SessionDirectories.of(pod, "victim"));
    String bystanders = Probe.ask(bystander);
    Load load = pods.load(1, List.of(Probe.WIDE), victim.base());
    load.burst(1_500, 2);
    assertThat(load.failures()).as(what).isEmpty();
    Probe.awaitArrival(receiver, bystanders);
    Probe.awaitDelivery(victim, receiver, "after " + what);
    Probe.awaitDelivery(bystander, receiver, "after " + what);
    assertThat(sidecar.alive()).as(what).isTrue();
    System.out.println(what + ": ms=" + (System.nanoTime() - began) / 1_000_000);
  }

  @Test
  void withoutItsBellsOrWithOthersInTheirPlaceTheSidecarIsFoundAgain() throws IOException {
    Path folder = SessionDirectories.folder(pod);
    assertFindsSidecar("with bells");
    for (String bell : List.of("telemetry.bell", "checks.bell")) {
      Files.delete(folder.resolve(bell));
      assertDeliversAtOnce("without " + bell);
      assertFindsSidecar("without " + bell);
      Files.delete(folder.resolve(bell));
      Files.writeString(folder.resolve(bell), "no bell");
      assertDeliversAtOnce("with a file as " + bell);
      assertFindsSidecar("with a file as " + bell);
    }
  }

  @Test
  void ringsThatMeanNothingWakeTheSidecarAndNothingElse() throws IOException {
    ByteBuffer rings = ByteBuffer.allocate(64 * 1024);
    for (String bell : List.of("telemetry.bell", "checks.bell")) {
      Path socket = SessionDirectories.folder(pod).resolve(bell);
      try (SocketChannel ringer = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        ringer.connect(UnixDomainSocketAddress.of(socket));
        for (int i = 0; i < 64; i++) {
          rings.clear();
          while (rings.hasRemaining()) {
            ringer.write(rings);
          }
        }
      }
    }
    assertDeliversAtOnce("after false rings");
    assertFindsSidecar("after false rings");
  }

  /** The safety poll covers for the bell. */
  private void assertDeliversAtOnce(String when) throws IOException {
    String traceId = Probe.ask(bystander);
    Await.until(AT_ONCE, () -> !receiver.trace(traceId).isEmpty(), () -> "nothing arrives " + when);
  }

  /** A new application is answered by the sidecar and not by the last snapshot. */
  private void assertFindsSidecar(String when) {
    Service fresh = Probe.start(pod, "fresh", "");
    Await.until(
        LIMIT,
        () -> HttpCalls.status(fresh.at(DENIED)) == 403 && askedBy("fresh"),
        () -> "the sidecar is not asked " + when);
    fresh.process().kill();
    Await.until(LIMIT, () -> !lives("fresh"), () -> "session does not end " + when);
  }

  private boolean askedBy(String service) {
    return sessions().stream()
        .anyMatch(
            one ->
                one.alive()
                    && one.service().equals(service)
                    && one.decisions().getOrDefault("sidecar/deny", 0L) > 0);
  }

  private boolean lives(String service) {
    return sessions().stream().anyMatch(one -> one.alive() && one.service().equals(service));
  }

  private List<Session> sessions() {
    try {
      return pod.api().sessions();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newest(Path session) throws IOException {
    try (Stream<Path> files = Files.list(session.resolve("telemetry"))) {
      return files
          .filter(path -> path.toString().endsWith(".cq4"))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  private void garbage(Path file, long from) throws IOException {
    byte[] bytes = new byte[(int) (Files.size(file) - from)];
    random.nextBytes(bytes);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), from);
    }
  }

  private static void cut(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    }
  }

  private static void removeFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void removeTree(Path folder) throws IOException {
    if (!Superuser.run("rm", "-rf", folder.toString())) {
      throw new IOException("cannot be removed: path=" + folder);
    }
  }
}
