package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole run without a sidecar: the application works and the directory stays within its cap. */
@Timeout(90)
final class NoSidecarIT {

  private static final int REQUESTS = 6000;
  private static final int WIDE_REQUESTS = 2_500;
  private static final int AT_ONCE = 8;
  private static final long MIB = 1 << 20;

  /** Two segments: less than what this load writes, so that the cap is reached. */
  private static final String SMALL_CAP = "telemetry.max-size=2MiB,telemetry.segment-size=1MiB";

  /** Telemetry's cap, and the same again for the requests queue, the header and the slots. */
  private static final long SESSION_CAP_BYTES = 10 * MIB;

  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(20);

  @RegisterExtension final Pods pods = new Pods();

  @ParameterizedTest
  @MethodSource("examples.pillion.demo.Jdks#all")
  void runsWithinItsCapAndSaysSoOnce(Jdk jdk) throws IOException {
    Pod pod = pods.pod(jdk, URI.create("http://127.0.0.1:9"));
    Jars jars = Jars.under(Pods.ROOT);
    Service inventory =
        Pod.listening(
            pod.withAgent("inventory", SMALL_CAP).start(jars.inventory(), "--port", "0"),
            "inventory");
    Service shop =
        Pod.listening(
            pod.withAgent("shop", SMALL_CAP)
                .start(jars.shop(), "--port", "0", "--inventory", inventory.base().toString()),
            "shop");

    Load load = pods.load(1, List.of(Route.CHECKOUT, Route.CART), shop.base());
    load.burst(REQUESTS, AT_ONCE);

    assertThat(load.failures()).isEmpty();
    assertThat(pod.shared().sizeBytes()).isPositive().isLessThan(2 * SESSION_CAP_BYTES);
    for (Service service : List.of(shop, inventory)) {
      StandardError error = StandardError.of(service.process());
      assertThat(error.agentLines()).hasSize(1);
      assertThat(error.otherLines()).isEmpty();
    }
  }

  @Test
  void aSidecarThatComesLateGetsWhatTheQueueHeldAndTheCountOfTheRest() throws IOException {
    OtlpReceiver receiver = pods.receiver(Duration.ZERO);
    Pod pod = pods.pod(Jdk.current(), receiver);
    pod.policy().deny("/admin/*");
    Service inventory = Probe.start(pod, "inventory", SMALL_CAP);
    Load load = pods.load(1, List.of(Probe.WIDE), inventory.base());
    load.burst(WIDE_REQUESTS, AT_ONCE);
    assertThat(load.failures()).isEmpty();
    assertThat(pod.shared().sizeBytes()).isLessThan(SESSION_CAP_BYTES);

    pod.startSidecar();
    Probe.awaitDelivery(inventory, receiver, "after the sidecar came");

    Account account = Account.settled(load, pods.sessionsOf(pod), receiver, SETTLE_LIMIT);
    assertThat(account.unaccounted()).isZero();
    assertThat(account.received()).isGreaterThan(500);
    assertThat(account.dropped()).containsKey("queue_full");
    assertThat(account.discarded()).isEmpty();
  }
}
