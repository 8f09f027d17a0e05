package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;

/** Asks an inventory and looks whether the request's span comes to the back end. */
final class Probe {

  static final Route STOCK = new Route("/stock/tea", 200, 1);

  /** A span of about two kilobytes: with few of them a queue is full. */
  static final Route WIDE = new Route("/stock/tea?" + "x".repeat(1_500), 200, 1);

  private static final Duration ARRIVAL = Duration.ofSeconds(25);

  private Probe() {}

  /** An inventory with the agent, listening. */
  static Service start(Pod pod, String service, String options) {
    return listening(pod.withAgent(service, options));
  }

  static Service listening(Pod.AgentLaunch launch) {
    return Pod.listening(
        launch.start(Jars.under(Pods.ROOT).inventory(), "--port", "0"), "inventory");
  }

  /** Asks once; returns the trace id. */
  static String ask(Service service) throws IOException {
    String traceId = TraceIds.trace();
    assertThat(HttpCalls.get(service.at(STOCK), traceId).statusCode()).isEqualTo(200);
    return traceId;
  }

  static void awaitArrival(OtlpReceiver receiver, String traceId) {
    Await.until(ARRIVAL, () -> !receiver.trace(traceId).isEmpty(), () -> "span did not arrive");
  }

  /** Asks again and again until a span arrives: some may be lost with what was damaged. */
  static void awaitDelivery(Service service, OtlpReceiver receiver, String when) {
    Await.until(
        ARRIVAL,
        () -> {
          try {
            String traceId = ask(service);
            return Await.within(Duration.ofSeconds(1), () -> !receiver.trace(traceId).isEmpty());
          } catch (IOException e) {
            throw new AssertionError("request failed " + when, e);
          }
        },
        () -> "no span of " + service.process().name() + " arrives " + when);
  }
}
