package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class AccountTest {

  @Test
  void findsNothingWrongWhenAllAgrees() {
    Account account = account(0, 0, 100, 100, 0, Map.of());

    assertThat(account.problems()).isEmpty();
    assertThat(account.unaccounted()).isZero();
  }

  @Test
  void namesFailedRequestsAndChangedDecisions() {
    assertThat(account(3, 2, 100, 100, 0, Map.of()).problems())
        .containsExactly("3 requests failed", "2 requests were decided otherwise than before");
  }

  @Test
  void namesSpansThatAreGone() {
    assertThat(account(0, 0, 100, 97, 2, Map.of()).problems())
        .containsExactly(
            "3 spans are unaccounted for (recorded - received - dropped)",
            "2 requests miss a span at the receiver");
  }

  @Test
  void acceptsSpansThatWereCountedAsDropped() {
    assertThat(account(0, 0, 100, 97, 2, Map.of("queue_full", 3L)).problems()).isEmpty();
  }

  @Test
  void namesSpansThatNobodyRecorded() {
    assertThat(account(0, 0, 100, 104, 0, Map.of()).problems())
        .containsExactly("-4 spans are unaccounted for (recorded - received - dropped)");
  }

  @Test
  void printsDecisionsBySourceAndLatencyByPhase() {
    assertThat(account(0, 0, 100, 100, 0, Map.of()).text())
        .contains("decisions by cache         7 {allow=4, deny=3}")
        .contains("decisions by snapshot      2 {allow=2}")
        .contains("latency during             p50 2.00 ms");
  }

  private static Account account(
      long failed,
      long changed,
      long recorded,
      long received,
      long incomplete,
      Map<String, Long> dropped) {
    Histogram during = new Histogram(3);
    during.recordValue(2000);
    return new Account(
        50,
        failed,
        changed,
        recorded,
        received,
        1,
        incomplete,
        dropped,
        Map.of(),
        Map.of("cache/allow", 4L, "cache/deny", 3L, "snapshot/allow", 2L),
        Map.of("during", during));
  }
}
