package examples.pillion.demo;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The story: traces, a denial, a policy edit, an outage of the sidecar, and the account. */
final class Demo implements AutoCloseable {

  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final int WARM_UP_REQUESTS = 600;
  private static final int WARM_UP_AT_ONCE = 4;
  private static final Duration BEFORE = Duration.ofSeconds(5);
  private static final Duration OUTAGE = Duration.ofSeconds(6);
  private static final Duration AFTER = Duration.ofSeconds(5);
  private static final Duration NOTICE = Duration.ofSeconds(10);
  private static final Duration SETTLE = Duration.ofSeconds(20);
  private static final int SHOWN_FAILURES = 10;

  private static final List<Route> MIX =
      List.of(
          Route.CHECKOUT,
          Route.CHECKOUT,
          Route.CART,
          Route.REPORT_DENIED,
          Route.CHECKOUT,
          Route.CHECKOUT,
          Route.CHECKOUT,
          Route.FAILING_DENIED,
          Route.CHECKOUT,
          Route.CART);

  private final Narrator narrator;
  private final OtlpReceiver receiver;
  private final Pod pod;
  private final SessionLog sessions;
  private final int perSecond;
  private final List<String> problems = new ArrayList<>();

  Demo(Narrator narrator, Pod pod, OtlpReceiver receiver, int perSecond) {
    this.narrator = narrator;
    this.pod = pod;
    this.receiver = receiver;
    this.perSecond = perSecond;
    this.sessions = new SessionLog(pod.api());
  }

  /**
   * Plays the story and prints the account.
   *
   * @return every broken promise, in words; empty if all held
   * @throws IOException if a service does not answer at all
   */
  List<String> play() throws IOException {
    Service inventory = startAll();
    Service shop = Pod.listening(pod.startShop(inventory.base()), "shop");
    narrator.step("shop listens on " + shop.base() + ", inventory on " + inventory.base());
    sessions.start();
    expectDecisions(shop, Route.CHECKOUT, Route.CART, Route.FAILING, Route.REPORT_DENIED);
    showTraces(shop);
    showDenial(shop);
    editPolicy(shop);
    try (Load load = new Load(perSecond, MIX, shop.base())) {
      outageUnderLoad(load, shop, inventory);
      settle(load);
    }
    return problems;
  }

  private Service startAll() {
    narrator.step("starting the sidecar and the two services");
    pod.policy().deny("/admin/*");
    JavaProcess inventory = pod.startInventory();
    pod.startSidecar();
    narrator.step("sidecar is ready: page " + pod.api().page());
    return Pod.listening(inventory, "inventory");
  }

  /** Asks each route once; what is not answered as it should be is a problem. */
  private void expectDecisions(Service shop, Route... routes) throws IOException {
    for (Route route : routes) {
      int status = HttpCalls.get(shop.at(route), TraceIds.trace()).statusCode();
      if (status != route.status()) {
        problems.add(
            route.path()
                + " was answered "
                + status
                + " instead of "
                + route.status()
                + " by "
                + shop.process().name());
      }
    }
  }

  private void showTraces(Service shop) throws IOException {
    narrator.step("three requests, as the receiver saw them:");
    for (Route route : List.of(Route.CHECKOUT, Route.CART, Route.FAILING)) {
      String traceId = TraceIds.trace();
      int status = HttpCalls.get(shop.at(route), traceId).statusCode();
      boolean complete =
          Await.within(NOTICE, () -> receiver.trace(traceId).size() >= route.spans());
      narrator.show("");
      narrator.show("  GET " + route.path() + " -> " + status + "   trace " + traceId);
      narrator.show(Waterfall.of(receiver.trace(traceId)));
      if (!complete) {
        problems.add("trace of " + route.path() + " did not arrive whole");
      }
    }
    narrator.show("");
  }

  private void showDenial(Service shop) throws IOException {
    HttpResponse<String> denied = HttpCalls.get(shop.at(Route.REPORT_DENIED), TraceIds.trace());
    narrator.step(
        "GET /admin/report -> " + denied.statusCode() + ", body: " + denied.body().strip());
  }

  private void editPolicy(Service shop) {
    narrator.step("the policy file now denies /fail, too; nothing is restarted");
    long start = System.nanoTime();
    pod.policy().deny("/admin/*", "/fail");
    boolean noticed =
        Await.within(NOTICE, () -> HttpCalls.status(shop.at(Route.FAILING_DENIED)) == 403);
    if (!noticed) {
      problems.add("the edited policy did not take effect within " + NOTICE.toSeconds() + " s");
      return;
    }
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    narrator.step("GET /fail -> 403, " + millis + " ms after the edit (it was 500)");
  }

  private void outageUnderLoad(Load load, Service shop, Service inventory) throws IOException {
    narrator.step("load: " + perSecond + " requests per second, warming up");
    load.burst(WARM_UP_REQUESTS, WARM_UP_AT_ONCE);
    load.start();
    Await.pass(WARM_UP);
    load.phase("before");
    narrator.step("measuring before the outage");
    Await.pass(BEFORE);
    load.phase("during");
    pod.sidecar().kill();
    narrator.step("SIGKILL to the sidecar; it stays away for some seconds");
    long back = System.nanoTime() + OUTAGE.toNanos();
    replaceShop(load, shop, inventory);
    Await.pass(Duration.ofNanos(Math.max(0, back - System.nanoTime())));
    pod.startSidecar();
    load.phase("after");
    narrator.step("sidecar is back, with what was waiting for it");
    Await.pass(AFTER);
    load.stop();
  }

  /** A rolling restart in the middle of the outage: the new process never met a sidecar. */
  private void replaceShop(Load load, Service shop, Service inventory) throws IOException {
    Service next = Pod.listening(pod.startShop(inventory.base()), "shop");
    expectDecisions(next, Route.REPORT_DENIED, Route.FAILING_DENIED, Route.CHECKOUT);
    load.moveTo(next.base());
    shop.process().terminate();
    narrator.step("shop restarted without a sidecar: what was denied is denied, the rest works");
  }

  private void settle(Load load) {
    narrator.step("waiting until the queues are empty");
    Account account = Account.settled(load, sessions, receiver, SETTLE);
    narrator.step("the account");
    narrator.show(account.text());
    load.failures().stream()
        .limit(SHOWN_FAILURES)
        .forEach(failure -> narrator.show("  failed: " + failure));
    problems.addAll(account.problems());
  }

  @Override
  public void close() {
    sessions.close();
  }
}
