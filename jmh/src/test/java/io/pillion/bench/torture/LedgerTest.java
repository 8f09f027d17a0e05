package io.pillion.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LedgerTest {
  private static final long RING_NS = 1_000_000_000;

  private final Ledger ledger = new Ledger();
  private final AppLife app = new AppLife(null, null);

  private Request answered(long atNs) {
    Request request = Request.unseen(app, true);
    ledger.sent(request);
    ledger.answered(request, true, atNs);
    return request;
  }

  @Test
  void answeredWithoutASpanIsMissing() {
    answered(System.nanoTime());

    assertThat(ledger.gap(RING_NS)).isEqualTo(new Ledger.Gap(1, 0));
    assertThat(ledger.example(RING_NS)).contains("/ok");
  }

  @Test
  void anArrivedSpanIsNotMissing() {
    Request request = answered(System.nanoTime());
    ledger.arrived(request.traceId());

    assertThat(ledger.gap(RING_NS)).isEqualTo(new Ledger.Gap(0, 0));
    assertThat(ledger.sums().delivered()).isEqualTo(1);
  }

  @Test
  void aSpanMayArriveBeforeTheAnswerIsSeen() {
    Request request = Request.unseen(app, true);
    ledger.sent(request);
    ledger.arrived(request.traceId());
    ledger.answered(request, true, System.nanoTime());

    assertThat(ledger.gap(RING_NS).missing()).isZero();
  }

  @Test
  void onlyAnswersJustBeforeAKillMayBeLostWithTheProcess() {
    long now = System.nanoTime();
    answered(now - 5 * RING_NS);
    answered(now);
    app.aboutToKill();

    assertThat(ledger.gap(RING_NS)).isEqualTo(new Ledger.Gap(1, 1));
  }

  @Test
  void repeatedSpansAreCountedAlsoAfterTheSettlement() {
    Request request = answered(System.nanoTime());
    ledger.arrived(request.traceId());
    ledger.arrived(request.traceId());
    ledger.settle();
    ledger.arrived(request.traceId());

    assertThat(ledger.sums().delivered()).isEqualTo(1);
    assertThat(ledger.sums().repeated()).isEqualTo(2);
  }

  @Test
  void whatWasGivenUpAndComesAfterAllIsLate() {
    Request request = answered(System.nanoTime());
    ledger.settle();
    assertThat(ledger.gap(RING_NS).missing()).isZero();

    ledger.arrived(request.traceId());

    assertThat(ledger.sums().late()).isEqualTo(1);
    assertThat(ledger.sums().delivered()).isEqualTo(1);
  }

  @Test
  void anIdThatNobodySentIsForeign() {
    ledger.arrived("00000000000000000000000000000001");

    assertThat(ledger.sums().foreign()).isEqualTo(1);
  }

  @Test
  void requestsUnderWayStayOpenOverASettlement() {
    Request request = Request.unseen(app, false);
    ledger.sent(request);
    ledger.settle();
    ledger.answered(request, true, System.nanoTime());

    assertThat(ledger.gap(RING_NS).missing()).isEqualTo(1);
  }

  @Test
  void wrongDecisionsAndFailuresAreTold() {
    ledger.step("step 4");
    Request wrong = Request.unseen(app, false);
    Request failed = Request.unseen(app, true);
    ledger.sent(wrong);
    ledger.sent(failed);
    ledger.answered(wrong, false, System.nanoTime());
    ledger.failed(failed, "status 500");

    assertThat(ledger.sums().wrongDecisions()).isEqualTo(1);
    assertThat(ledger.sums().failed()).isEqualTo(1);
    assertThat(ledger.complaints())
        .hasSize(2)
        .allMatch(complaint -> complaint.startsWith("step 4: "));
  }
}
