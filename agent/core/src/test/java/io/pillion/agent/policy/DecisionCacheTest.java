package io.pillion.agent.policy;

import static io.pillion.ipc.policy.CheckRequest.ATTRIBUTE_HOST;
import static io.pillion.ipc.policy.CheckRequest.ATTRIBUTE_METHOD;
import static io.pillion.ipc.policy.CheckRequest.ATTRIBUTE_PATH;
import static io.pillion.ipc.policy.CheckRequest.ATTRIBUTE_PORT;
import static io.pillion.ipc.policy.CheckRequest.ATTRIBUTE_SOURCE_ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.policy.Decision.Reason;
import io.pillion.ipc.wire.DecisionRecord.Source;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DecisionCacheTest {
  private static final int ALL =
      ATTRIBUTE_METHOD
          | ATTRIBUTE_PATH
          | ATTRIBUTE_HOST
          | ATTRIBUTE_PORT
          | ATTRIBUTE_SOURCE_ADDRESS;
  private static final CheckRequest.Of REQUEST =
      new CheckRequest.Of("GET", "shop", 8080, "/a", "/a", "10.0.0.1");

  private final DecisionCache cache = new DecisionCache();

  private static Decision decision(long revision, int dependsOn) {
    return new Decision(Reason.ALLOW_MATCHED, "default/p", revision, dependsOn);
  }

  /** The request with one attribute changed, by the attribute's bit. */
  private static CheckRequest.Of otherIn(int bit) {
    return switch (bit) {
      case ATTRIBUTE_METHOD -> new CheckRequest.Of("PUT", "shop", 8080, "/a", "/a", "10.0.0.1");
      case ATTRIBUTE_PATH -> new CheckRequest.Of("GET", "shop", 8080, "/b", "/a", "10.0.0.1");
      case ATTRIBUTE_HOST -> new CheckRequest.Of("GET", null, 8080, "/a", "/a", "10.0.0.1");
      case ATTRIBUTE_PORT -> new CheckRequest.Of("GET", "shop", 8081, "/a", "/a", "10.0.0.1");
      default -> new CheckRequest.Of("GET", "shop", 8080, "/a", "/a", "10.0.0.2");
    };
  }

  @Test
  void answerIsFoundForAnEqualRequestAndSaysItIsFromTheCache() {
    Decision decision = decision(7, ALL);
    cache.put(REQUEST, decision, 0);
    PolicyGate.Verdict hit =
        cache.get(new CheckRequest.Of("GET", "shop", 8080, "/a", "/a", "10.0.0.1"), 7, 0);
    assertThat(hit).isEqualTo(new PolicyGate.Verdict(decision, Source.CACHE));
  }

  @Test
  void answerThatDependsOnWhatIsNotComparedIsNotRemembered() {
    cache.put(REQUEST, decision(7, ATTRIBUTE_METHOD | 1 << 30), 0);
    assertThat(cache.get(REQUEST, 7, 0)).isNull();
    cache.put(REQUEST, decision(7, Integer.MIN_VALUE), 0);
    assertThat(cache.get(REQUEST, 7, 0)).isNull();
  }

  @Test
  void exactlyTheAttributesDependedOnAreCompared() {
    for (int dependsOn = 0; dependsOn <= ALL; dependsOn++) {
      DecisionCache one = new DecisionCache();
      one.put(REQUEST, decision(7, dependsOn), 0);
      for (int bit = 1; bit <= ALL; bit <<= 1) {
        boolean hit = one.get(otherIn(bit), 7, 0) != null;
        assertThat(hit)
            .as("dependsOn=%d, changed=%d", dependsOn, bit)
            .isEqualTo((dependsOn & bit) == 0);
      }
    }
  }

  @Test
  void pathMeansRawAndResolvedPath() {
    cache.put(REQUEST, decision(7, ATTRIBUTE_PATH), 0);
    assertThat(cache.get(new CheckRequest.Of("GET", "x", 1, "/a", "/b", null), 7, 0)).isNull();
    assertThat(cache.get(new CheckRequest.Of("GET", "x", 1, "/a", null, null), 7, 0)).isNull();
    assertThat(cache.get(new CheckRequest.Of("PUT", "x", 1, "/a", "/a", null), 7, 0)).isNotNull();
  }

  @Test
  void anotherRevisionIsAMiss() {
    cache.put(REQUEST, decision(7, ALL), 0);
    assertThat(cache.get(REQUEST, 8, 0)).isNull();
    cache.put(otherIn(ATTRIBUTE_PATH), decision(8, ALL), 0);
    assertThat(cache.get(REQUEST, 8, 0)).isNull();
    assertThat(cache.get(REQUEST, 7, 0)).isNull();
    assertThat(cache.get(otherIn(ATTRIBUTE_PATH), 8, 0)).isNotNull();
  }

  @Test
  void entryIsComparedByWhatItDependedOnEvenIfTheShapeHasChanged() {
    Random random = new Random(9);
    for (int i = 0; i < 100_000; i++) {
      String method = "M" + random.nextInt(100);
      String host = "h" + random.nextInt(100);
      CheckRequest.Of request = new CheckRequest.Of(method, host, 0, "", null, null);
      PolicyGate.Verdict hit = cache.get(request, 7, 0);
      if (hit != null) {
        assertThat(hit.decision().policy()).isIn(method, host);
      }
      boolean byMethod = random.nextBoolean();
      cache.put(
          request,
          new Decision(
              Reason.DENY_MATCHED,
              byMethod ? method : host,
              7,
              byMethod ? ATTRIBUTE_METHOD : ATTRIBUTE_HOST),
          0);
    }
  }

  @Test
  void answerEndsAfterItsLife() {
    long made = Long.MAX_VALUE - 5; // The clock may wrap.
    long life = TimeUnit.SECONDS.toNanos(60);
    cache.put(REQUEST, decision(7, ALL), made);
    assertThat(cache.get(REQUEST, 7, made + life)).isNotNull();
    assertThat(cache.get(REQUEST, 7, made + life + 1)).isNull();
  }

  @Test
  void answersForTheMomentAndWithoutARevisionAreNotKept() {
    for (Reason reason :
        List.of(
            Reason.UNAVAILABLE_DENY,
            Reason.UNAVAILABLE_ALLOW,
            Reason.NEVER_SEEN_ALLOW,
            Reason.NEVER_SEEN_DENY)) {
      cache.put(REQUEST, new Decision(reason, null, 7, 0), 0);
      assertThat(cache.get(REQUEST, 7, 0)).isNull();
    }
    cache.put(REQUEST, decision(0, 0), 0);
    assertThat(cache.get(REQUEST, 0, 0)).isNull();
  }

  @Test
  void longRequestsAreNotKept() {
    CheckRequest.Of request =
        new CheckRequest.Of("GET", "shop", 8080, "/" + "a".repeat(600), null, "10.0.0.1");
    cache.put(request, decision(7, ALL), 0);
    assertThat(cache.get(request, 7, 0)).isNull();
    cache.put(request, decision(7, ATTRIBUTE_METHOD), 0);
    assertThat(cache.get(request, 7, 0)).isNotNull();
  }

  @Test
  void anyMixOfRequestsGetsItsOwnAnswer() {
    Random random = new Random(5);
    DecisionCache mixed = new DecisionCache();
    for (int i = 0; i < 200_000; i++) {
      String path = "/" + random.nextInt(5_000);
      String method = random.nextBoolean() ? "GET" : "POST";
      CheckRequest.Of request = new CheckRequest.Of(method, null, 1, path, null, null);
      long revision = 1 + random.nextInt(2);
      String expected = method + path + revision;
      PolicyGate.Verdict hit = mixed.get(request, revision, i);
      if (hit != null) {
        assertThat(hit.decision().policy()).isEqualTo(expected);
      } else {
        mixed.put(
            request,
            new Decision(
                Reason.DENY_MATCHED, expected, revision, ATTRIBUTE_METHOD | ATTRIBUTE_PATH),
            i);
      }
    }
  }

  @Test
  void hitAllocatesNothing() {
    cache.put(REQUEST, decision(7, ALL), 0);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    assertThat(hits(20_000)).isEqualTo(20_000);
    long before = threads.getThreadAllocatedBytes(id);
    int hits = hits(100_000);
    long allocated = threads.getThreadAllocatedBytes(id) - before;
    assertThat(hits).isEqualTo(100_000);
    assertThat(allocated).isLessThan(100_000);
  }

  private int hits(int times) {
    int hits = 0;
    for (int i = 0; i < times; i++) {
      hits += cache.get(REQUEST, 7, 0) == null ? 0 : 1;
    }
    return hits;
  }
}
