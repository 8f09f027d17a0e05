package examples.pillion.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Load through both services while the sidecar is killed and started again, over and over; every
 * second time while the back end refuses.
 */
final class KillScenario {

  private static final int PER_SECOND = 200;
  private static final int WARM_UP_REQUESTS = 600;
  private static final int WARM_UP_AT_ONCE = 4;
  private static final Duration EXPORTING = Duration.ofSeconds(15);
  private static final Duration REFUSING = Duration.ofMillis(700);
  private static final List<Route> MIX =
      List.of(Route.CHECKOUT, Route.CHECKOUT, Route.CART, Route.REPORT_DENIED, Route.CHECKOUT);

  private final Pods pods;
  private final Pod pod;
  private final OtlpReceiver receiver;
  private final Random random;
  private final String[] sidecarFlags;

  KillScenario(Pods pods, Pod pod, OtlpReceiver receiver, long seed, String... sidecarFlags) {
    this.pods = pods;
    this.pod = pod;
    this.receiver = receiver;
    this.random = new Random(seed);
    this.sidecarFlags = sidecarFlags;
  }

  /** Plays it and takes the account once it agrees, or after the limit. */
  Account play(int kills, Duration settleLimit) throws IOException {
    pod.policy().deny("/admin/*");
    pod.startSidecar(sidecarFlags);
    Service inventory = Pod.listening(pod.startInventory(), "inventory");
    Service shop = Pod.listening(pod.startShop(inventory.base()), "shop");
    SessionLog sessions = pods.sessionsOf(pod);
    Load load = pods.load(PER_SECOND, MIX, shop.base());
    load.burst(WARM_UP_REQUESTS, WARM_UP_AT_ONCE);
    load.start();
    for (int i = 0; i < kills; i++) {
      Await.pass(Duration.ofMillis(random.nextInt(200, 2500)));
      if (i % 2 == 1) {
        refuseWhileExporting();
      }
      pod.sidecar().kill();
      receiver.mood(OtlpServer.Mood.ACCEPT);
      Await.pass(Duration.ofMillis(random.nextInt(0, 1000)));
      pod.launchSidecar(sidecarFlags);
    }
    pod.awaitSidecar();
    load.stop();
    Account account = Account.settled(load, sessions, receiver, settleLimit);
    System.out.println(account.text());
    load.failures().stream().limit(10).forEach(System.out::println);
    return account;
  }

  /** Leaves what is under way nowhere but in the queue. */
  private void refuseWhileExporting() {
    int before = receiver.distinctSpans();
    Await.until(EXPORTING, () -> receiver.distinctSpans() > before, () -> "nothing is exported");
    receiver.mood(OtlpServer.Mood.REFUSE);
    Await.pass(REFUSING);
  }
}
