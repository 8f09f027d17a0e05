package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LoadTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private FakeShop shop;

  @BeforeEach
  void listen() throws IOException {
    shop = new FakeShop();
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void sendsEveryRequestWithATraceIdThatItRemembers() {
    try (Load load = new Load(200, List.of(Route.CHECKOUT), shop.base())) {
      load.start();
      Await.within(SOON, () -> load.sentRequests() >= 50);
      load.stop();

      assertThat(load.failedRequests()).isZero();
      assertThat(
              shop.traceparents().stream()
                  .map(header -> header.substring(3, 35))
                  .collect(Collectors.toSet()))
          .isEqualTo(load.sentTraces().keySet());
    }
  }

  @Test
  void burstsWithNoMoreUnderWayThanAllowedAndWaitsForAll() {
    try (Load load = new Load(1, List.of(Route.CHECKOUT), shop.base())) {
      load.burst(40, 4);

      assertThat(load.sentRequests()).isEqualTo(40);
      assertThat(load.latencyMicros().get("warm-up").getTotalCount()).isEqualTo(40);
      assertThat(shop.mostAtOnce()).isBetween(1, 4);
    }
  }

  @Test
  void holdsItsRate() {
    long start = System.nanoTime();
    try (Load load = new Load(100, List.of(Route.CHECKOUT), shop.base())) {
      load.start();
      Await.within(SOON, () -> load.sentRequests() >= 100);
      double seconds = (System.nanoTime() - start) / 1e9;

      assertThat(seconds).isBetween(0.95, 8.0);
    }
  }

  @Test
  void callsADeniedRequestThatIsLetInAChangedDecision() {
    assertThat(changedDecisions(Route.REPORT_DENIED, 200)).isPositive();
  }

  @Test
  void callsAnAllowedRequestThatIsRefusedAChangedDecision() {
    assertThat(changedDecisions(Route.CHECKOUT, 403)).isPositive();
  }

  @Test
  void callsAServerErrorAFailureButNoDecision() {
    shop.answer(500);
    try (Load load = run(Route.CHECKOUT)) {
      assertThat(load.changedDecisions()).isZero();
      assertThat(load.failedRequests()).isEqualTo(load.sentRequests());
      assertThat(load.failures().get(0).toString()).contains("expected=200, got=500");
    }
  }

  @Test
  void measuresAStallFromWhenEachRequestWasDue() {
    shop.stall();
    try (Load load = new Load(100, List.of(Route.CHECKOUT), shop.base())) {
      load.start();
      Await.within(SOON, () -> load.sentRequests() >= 60);
      shop.resume();
      load.stop();

      Histogram latency = load.latencyMicros().get("warm-up");
      assertThat(latency.getMaxValue()).isGreaterThan(500_000);
      assertThat(latency.getValueAtPercentile(50)).isGreaterThan(100_000);
    }
  }

  @Test
  void movesToAnotherInstanceOnlyAfterTheOldOneHasAnswered() throws IOException {
    try (FakeShop next = new FakeShop();
        Load load = new Load(200, List.of(Route.CHECKOUT), shop.base())) {
      load.start();
      Await.within(SOON, () -> load.sentRequests() >= 20);
      load.moveTo(next.base());
      int answeredByOld = shop.traceparents().size();
      Await.within(SOON, () -> next.traceparents().size() >= 20);
      load.stop();

      assertThat(shop.traceparents()).hasSize(answeredByOld);
      assertThat(load.failedRequests()).isZero();
    }
  }

  private long changedDecisions(Route route, int status) {
    shop.answer(status);
    try (Load load = run(route)) {
      return load.changedDecisions();
    }
  }

  private Load run(Route route) {
    Load load = new Load(200, List.of(route), shop.base());
    load.start();
    Await.within(SOON, () -> load.sentRequests() >= 10);
    load.stop();
    return load;
  }
}
