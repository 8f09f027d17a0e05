package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The wall clock steps, for both processes, while one writes and the other reads. */
@Timeout(120)
final class ClockStepIT {

  private static final List<String> STEPS = List.of("+1h", "-1h", "+1d", "-1d", "+0");
  private static final Duration BETWEEN = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int PER_SECOND = 200;

  @RegisterExtension final Pods pods = new Pods();

  private final List<JavaProcess> faked = new ArrayList<>();

  /** The library leaves these of a process that did not end by itself. */
  @AfterEach
  void endAndSweep() throws IOException {
    for (JavaProcess process : faked) {
      process.close();
      Files.deleteIfExists(Path.of("/dev/shm/faketime_shm_" + process.pid()));
      Files.deleteIfExists(Path.of("/dev/shm/sem.faketime_sem_" + process.pid()));
    }
  }

  /** Where Debian's libfaketime lies, the variant for many threads. */
  private static Path library() throws IOException {
    try (Stream<Path> architectures = Files.list(Path.of("/usr/lib"))) {
      return architectures
          .map(path -> path.resolve("faketime/libfaketimeMT.so.1"))
          .filter(Files::exists)
          .findFirst()
          .orElse(null);
    }
  }

  @Test
  void aClockThatStepsStopsNoRollAndLosesNothing() throws IOException {
    Path library = library();
    assumeTrue(library != null, "libfaketime is not installed");
    OtlpReceiver receiver = pods.receiver(Duration.ZERO);
    Pod pod = pods.pod(Jdk.current(), receiver);
    pod.policy().deny("/admin/*");
    Path clock = Files.writeString(pod.logs().resolve("clock"), "+0\n");
    pod.sidecarSetup(launch -> fake(launch, library, clock));
    pod.startSidecar();
    faked.add(pod.sidecar());
    Pod.AgentLaunch launch = pod.withAgent("inventory", "telemetry.segment-size=1MiB");
    fake(launch.launch(), library, clock);
    Service inventory = Probe.listening(launch);
    faked.add(inventory.process());
    Probe.awaitArrival(receiver, Probe.ask(inventory));
    SessionLog sessions = pods.sessionsOf(pod);

    Load load = pods.load(PER_SECOND, List.of(Probe.WIDE), inventory.base());
    load.start();
    for (String step : STEPS) {
      Path next = Files.writeString(pod.logs().resolve("clock.next"), step + "\n");
      Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE);
      // A roll each, whatever the rate brings.
      load.burst(600, 4);
      Await.pass(BETWEEN);
    }
    load.stop();

    Account account = Account.settled(load, sessions, receiver, LIMIT);
    System.out.println(account.text());
    assertThat(account.problems()).isEmpty();
    assertThat(account.dropped()).isEmpty();
    assertThat(account.discarded()).isEmpty();
    // None was given up for another.
    assertThat(sessions.all()).hasSize(1);
    assertThat(SessionDirectories.of(pod)).hasSize(1);
    // The spans follow every ten seconds, so they see some of the steps.
    assertThat(hoursSeen(receiver, load)).hasSizeGreaterThan(1);
  }

  /** By how many hours the spans' clock differed: if it never did, nothing was tested. */
  private static List<Long> hoursSeen(OtlpReceiver receiver, Load load) {
    return receiver.delays(load.sentTraces().keySet()).stream()
        .map(delay -> Math.round(-delay.toMinutes() / 60.0))
        .distinct()
        .toList();
  }

  private static void fake(JavaProcess.Launch launch, Path library, Path clock) {
    launch
        .environment("LD_PRELOAD", library.toString())
        .environment("FAKETIME_TIMESTAMP_FILE", clock.toString())
        // Else it would read the file at each look at the clock.
        .environment("FAKETIME_CACHE_DURATION", "1")
        .environment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        // Meant for an older libc; with it every timed wait of a JVM returns at once after a step.
        .environment("FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }
}
