package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Twenty applications and one sidecar, whose back end is slower than one of them floods. The flood
 * overruns its own queue; the others do not notice it.
 */
@Timeout(180)
final class FairnessIT {

  private static final int OTHERS = 19;

  /** As fast as so many at once are answered: a rate of its own would pile up connections. */
  private static final int FLOOD_AT_ONCE = 4;

  private static final int FLOOD_PART = 200;
  private static final Duration FLOODING = Duration.ofSeconds(12);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** With these, 640 spans a second get through. */
  private static final String BATCH = "128";

  private static final Duration ACKNOWLEDGE_AFTER = Duration.ofMillis(200);

  /** Configured for the whole sidecar: a batch that is not full waits that long. */
  private static final Duration LINGER = Duration.ofMillis(100);

  private static final Duration MOST_DELAY = Duration.ofSeconds(1);
  private static final String SMALL_CAP = "telemetry.max-size=2MiB,telemetry.segment-size=1MiB";
  private static final String[] SMALL = {
    "-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k"
  };

  @RegisterExtension final Pods pods = new Pods();

  @Test
  void oneThatFloodsDelaysAndDropsOnlyItsOwn() throws IOException {
    OtlpReceiver receiver = pods.receiver(ACKNOWLEDGE_AFTER);
    Pod pod = pods.pod(Jdk.current(), receiver);
    pod.policy().deny("/admin/*");
    pod.sidecarSetup(
        launch ->
            launch
                .environment("PILLION_EXPORT_OTLP_BATCH_SIZE", BATCH)
                .environment("PILLION_EXPORT_OTLP_MAX_IN_FLIGHT", "1")
                .environment("PILLION_EXPORT_OTLP_LINGER", LINGER.toMillis() + "ms"));
    pod.startSidecar();
    List<Service> services = startAll(pod);
    SessionLog sessions = pods.sessionsOf(pod);
    for (Service service : services) {
      Probe.awaitArrival(receiver, Probe.ask(service));
    }

    Load flood = pods.load(1, List.of(Probe.WIDE), services.get(OTHERS).base());
    AtomicBoolean flooding = new AtomicBoolean(true);
    Thread flooder = new Thread(() -> flood(flood, flooding));
    List<Load> loads = new ArrayList<>();
    for (Service other : services.subList(0, OTHERS)) {
      loads.add(pods.load(1, List.of(Probe.STOCK), other.base()));
    }
    flooder.start();
    Await.until(LIMIT, () -> dropped(sessions, "flood") > 0, () -> "the flood overruns nothing");
    loads.forEach(Load::start);
    Await.pass(FLOODING);
    loads.forEach(Load::stop);
    flooding.set(false);
    join(flooder);

    List<Duration> delays = delaysOfOthers(receiver, loads);
    delays.sort(Comparator.naturalOrder());
    System.out.printf(
        "spans of others %d, delay ms p50 %d, max %d; flood sent %d, dropped %d%n",
        delays.size(),
        delays.get(delays.size() / 2).toMillis(),
        delays.get(delays.size() - 1).toMillis(),
        flood.sentRequests(),
        dropped(sessions, "flood"));
    assertThat(delays).allMatch(delay -> delay.minus(LINGER).compareTo(MOST_DELAY) < 0);
    for (Session session : sessions.all()) {
      if (!session.service().equals("flood")) {
        assertThat(session.dropped().values()).as(session.service()).containsOnly(0L);
      }
    }
    assertThat(loads).allMatch(load -> load.failedRequests() == 0);
    assertThat(flood.failedRequests()).isZero();
  }

  private static void flood(Load flood, AtomicBoolean flooding) {
    while (flooding.get()) {
      flood.burst(FLOOD_PART, FLOOD_AT_ONCE);
    }
  }

  private static void join(Thread thread) {
    Await.until(LIMIT, () -> !thread.isAlive(), () -> "the flood does not end");
  }

  private static List<Service> startAll(Pod pod) {
    List<JavaProcess> processes = new ArrayList<>();
    for (int i = 0; i <= OTHERS; i++) {
      Pod.AgentLaunch launch = pod.withAgent(i < OTHERS ? "other-" + i : "flood", SMALL_CAP);
      launch.launch().flags(SMALL);
      processes.add(launch.start(Jars.under(Pods.ROOT).inventory(), "--port", "0"));
    }
    return processes.stream().map(one -> Pod.listening(one, "inventory")).toList();
  }

  private static long dropped(SessionLog sessions, String service) {
    return sessions.all().stream()
        .filter(session -> session.service().equals(service))
        .mapToLong(session -> session.dropped().values().stream().mapToLong(n -> n).sum())
        .sum();
  }

  /** Of every request of theirs: none may be missing. */
  private static List<Duration> delaysOfOthers(OtlpReceiver receiver, List<Load> loads) {
    long sent = loads.stream().mapToLong(Load::sentRequests).sum();
    Await.until(
        LIMIT, () -> loads.stream().allMatch(load -> arrived(receiver, load)), () -> "some miss");
    List<Duration> delays = new ArrayList<>();
    loads.forEach(load -> delays.addAll(receiver.delays(load.sentTraces().keySet())));
    assertThat(delays).hasSize((int) sent);
    return delays;
  }

  private static boolean arrived(OtlpReceiver receiver, Load load) {
    Map<String, Integer> arrived = receiver.spansPerTrace(load.sentTraces().keySet());
    return arrived.size() == load.sentTraces().size();
  }
}
