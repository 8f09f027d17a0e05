package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decisions before, during and after an outage of the sidecar. */
@Timeout(90)
final class PolicyOutageIT {

  private static final Duration NOTICE = Duration.ofSeconds(15);
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  @RegisterExtension final Pods pods = new Pods();

  private Pod pod;

  @ParameterizedTest
  @MethodSource("examples.pillion.demo.Jdks#all")
  void keepsEveryDecisionThroughAnOutage(Jdk jdk) throws IOException {
    pod = pods.pod(jdk, pods.receiver(Duration.ZERO));
    pod.policy().deny("/admin/*");
    pod.startSidecar();
    Service inventory = Pod.listening(pod.startInventory(), "inventory");
    Service shop = startShop(inventory);
    assertAnswers(shop, Route.CHECKOUT, Route.CART, Route.REPORT_DENIED, Route.FAILING);

    pod.policy().deny("/admin/*", "/fail");
    awaitAnswer(shop, Route.FAILING_DENIED);

    Files.writeString(pod.policy().path(), "apiVersion: security.istio.io/v1\nkind: Authoriz");
    assertUnchangedForAWhile(shop);

    pod.policy().deny("/admin/*", "/fail");
    pod.sidecar().kill();
    assertUnchangedForAWhile(shop);
    Service restarted = startShop(inventory);
    assertUnchangedForAWhile(restarted);

    pod.policy().deny("/fail");
    assertUnchangedForAWhile(shop);
    pod.startSidecar();
    awaitAnswer(shop, new Route("/admin/report", 200, 1));
    awaitAnswer(restarted, new Route("/admin/report", 200, 1));
    assertAnswers(shop, Route.CHECKOUT, Route.FAILING_DENIED);
    assertAnswers(restarted, Route.CHECKOUT, Route.FAILING_DENIED);
  }

  private Service startShop(Service inventory) {
    return Pod.listening(pod.startShop(inventory.base()), "shop");
  }

  @ParameterizedTest
  @MethodSource("examples.pillion.demo.Jdks#all")
  void keepsEveryDecisionWhileTheSidecarIsStopped(Jdk jdk) throws IOException {
    pod = pods.pod(jdk, pods.receiver(Duration.ZERO));
    pod.policy().deny("/admin/*", "/fail");
    pod.startSidecar();
    Service shop = startShop(Pod.listening(pod.startInventory(), "inventory"));
    assertAnswers(shop, Route.CHECKOUT, Route.REPORT_DENIED, Route.FAILING_DENIED);

    pod.sidecar().pause();
    assertUnchangedForAWhile(shop);
    pod.sidecar().resume();
    assertUnchangedForAWhile(shop);
  }

  @ParameterizedTest
  @MethodSource("examples.pillion.demo.Jdks#all")
  void tellsADeniedClientTheKindOfRefusalAndNotTheRule(Jdk jdk) throws IOException {
    pod = pods.pod(jdk, pods.receiver(Duration.ZERO));
    pod.policy().deny("/admin/*");
    pod.startSidecar();
    Service shop = startShop(Pod.listening(pod.startInventory(), "inventory"));

    String body = HttpCalls.get(shop.at(Route.REPORT_DENIED)).body();

    assertThat(body).isNotBlank().doesNotContain("back-office-only", "/admin", "policy.yaml");
  }

  private static void assertUnchangedForAWhile(Service shop) throws IOException {
    long end = System.nanoTime() + A_WHILE.toNanos();
    while (System.nanoTime() - end < 0) {
      assertAnswers(shop, Route.REPORT_DENIED, Route.CHECKOUT, Route.FAILING_DENIED, Route.CART);
    }
  }

  private static void assertAnswers(Service shop, Route... routes) throws IOException {
    for (Route route : routes) {
      assertThat(HttpCalls.get(shop.at(route), TraceIds.trace()).statusCode())
          .as("%s of %s", route.path(), shop.process().name())
          .isEqualTo(route.status());
    }
  }

  private static void awaitAnswer(Service shop, Route route) {
    Await.until(
        NOTICE,
        () -> HttpCalls.status(shop.at(route)) == route.status(),
        () -> route.path() + " is not answered with " + route.status());
  }
}
