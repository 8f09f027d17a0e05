package io.pillion.sidecar.red;

import static io.pillion.sidecar.testing.TestRequests.SESSION;
import static io.pillion.sidecar.testing.TestRequests.SHOP;
import static io.pillion.sidecar.testing.TestRequests.sampled;
import static io.pillion.sidecar.testing.TestRequests.sent;
import static io.pillion.sidecar.testing.TestRequests.served;
import static io.pillion.sidecar.testing.TestRequests.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.export.Exemplar;
import io.pillion.sidecar.testing.TestSpans;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RequestDurationsTest {
  private static final long MILLI = 1_000_000;
  private static final long KEEP_NS = 1_000;
  private static final long MOST_BYTES = 4 << 20;

  private long nowNs;
  private final RequestDurations durations =
      new RequestDurations(
          10,
          MOST_BYTES,
          KEEP_NS,
          Clock.fixed(Instant.ofEpochSecond(5), ZoneOffset.UTC),
          () -> nowNs);

  private void add(SpanRecord... spans) {
    for (SpanRecord span : spans) {
      durations.add(SESSION, SHOP, span);
    }
  }

  private List<DurationPoint> points(HttpInstrument instrument) {
    return durations.all().isEmpty()
        ? List.of()
        : durations.all().get(0).points().getOrDefault(instrument, List.of());
  }

  private static Map<String, Object> attributes(DurationPoint point) {
    Map<String, Object> attributes = new HashMap<>();
    point.attributes().forEach(one -> attributes.put(one.key(), one.value()));
    return attributes;
  }

  private static long count(DurationPoint point) {
    return LongStream.of(point.counts()).sum();
  }

  @Test
  void requestsServedHaveTheAttributesThatTheConventionsAskFor() {
    add(
        served(
            1,
            MILLI,
            "http.request.method",
            "GET",
            "url.scheme",
            "https",
            "http.route",
            "/items/{id}",
            "network.protocol.version",
            "2",
            "server.address",
            "shop.example",
            "server.port",
            443L,
            "user_agent.original",
            "curl",
            "http.response.status_code",
            503L,
            "error.type",
            "503"));

    List<DurationPoint> points = points(HttpInstrument.SERVER);
    assertThat(points).hasSize(1);
    assertThat(attributes(points.get(0)))
        .isEqualTo(
            Map.of(
                "http.request.method",
                "GET",
                "url.scheme",
                "https",
                "http.route",
                "/items/{id}",
                "network.protocol.version",
                "2",
                "http.response.status_code",
                503L,
                "error.type",
                "503"));
    assertThat(points.get(0).sinceEpochNanos()).isEqualTo(5_000_000_000L);
  }

  @Test
  void requestsSentHaveTheServerAndNoRoute() {
    add(
        sent(
            1,
            MILLI,
            "http.request.method",
            "POST",
            "server.address",
            "inventory",
            "server.port",
            8080L,
            "network.protocol.version",
            "1.1",
            "http.route",
            "/of/the/application",
            "http.request.resend_count",
            1L,
            "error.type",
            "java.net.ConnectException"));

    assertThat(attributes(points(HttpInstrument.CLIENT).get(0)))
        .isEqualTo(
            Map.of(
                "http.request.method",
                "POST",
                "server.address",
                "inventory",
                "server.port",
                8080L,
                "network.protocol.version",
                "1.1",
                "error.type",
                "java.net.ConnectException"));
    assertThat(points(HttpInstrument.SERVER)).isEmpty();
  }

  @Test
  void aBoundBelongsToTheBucketBelowIt() {
    long[] nanos = {
      0, 5 * MILLI, 5 * MILLI + 1, 10 * MILLI, 75 * MILLI, 10_000 * MILLI, 10_000 * MILLI + 1
    };
    for (int i = 0; i < nanos.length; i++) {
      add(served(i + 1, nanos[i]));
    }

    DurationPoint point = points(HttpInstrument.SERVER).get(0);
    assertThat(point.counts()).containsExactly(2, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1);
    assertThat(point.sumSeconds()).isCloseTo(20.095000002, within(1e-9));
    assertThat(DurationBounds.bucketOf(0.005)).isEqualTo(DurationBounds.bucketOf(5 * MILLI));
  }

  @Test
  void anEndBeforeTheStartTakesNoTime() {
    add(served(1, -5));

    assertThat(points(HttpInstrument.SERVER).get(0).counts()[0]).isEqualTo(1);
    assertThat(points(HttpInstrument.SERVER).get(0).sumSeconds()).isZero();
  }

  @Test
  void requestsCountSampledOrNotAndTheSampledAreRemembered() {
    add(served(1, MILLI), sampled(2, 2 * MILLI), sampled(3, 3 * MILLI), sampled(4, 20 * MILLI));

    DurationPoint point = points(HttpInstrument.SERVER).get(0);
    assertThat(count(point)).isEqualTo(4);
    assertThat(point.exemplars())
        .containsExactly(
            new Exemplar(TestSpans.START_NANOS + 3 * MILLI, 0.003, 0x0a, 0x0b, 3),
            new Exemplar(TestSpans.START_NANOS + 20 * MILLI, 0.02, 0x0a, 0x0b, 4));
  }

  @Test
  void spansOfOtherScopesAndKindsDoNotCount() {
    add(
        span(1, 1, SpanRecord.SAMPLED, SpanRecord.Kind.SERVER, "of.the.application"),
        span(2, 1, SpanRecord.SAMPLED, SpanRecord.Kind.INTERNAL, "io.pillion.http-server"),
        span(3, 1, SpanRecord.SAMPLED, SpanRecord.Kind.CLIENT, "io.pillion.http-server"));

    assertThat(durations.all()).isEmpty();
  }

  @Test
  void whatIsReadAgainCountsOnce() {
    add(served(1, MILLI), served(2, MILLI), served(1, MILLI), served(2, MILLI), served(3, MILLI));

    assertThat(count(points(HttpInstrument.SERVER).get(0))).isEqualTo(3);
  }

  @Test
  void seriesBeyondTheLimitShareOneWhoseOnlyAttributeSaysSo() {
    for (int i = 1; i <= 30; i++) {
      add(
          served(2 * i, MILLI, "http.route", "/" + i),
          sent(2 * i + 1, MILLI, "server.port", (long) i));
    }
    // Those that were there first go on.
    add(served(200, MILLI, "http.route", "/3"));

    List<DurationPoint> points = points(HttpInstrument.SERVER);
    assertThat(points).hasSize(10);
    DurationPoint overflow = points.get(9);
    assertThat(attributes(overflow)).isEqualTo(Map.of("otel.metric.overflow", true));
    assertThat(points.stream().mapToLong(RequestDurationsTest::count).sum()).isEqualTo(31);
    assertThat(count(overflow)).isEqualTo(21);
    assertThat(points(HttpInstrument.CLIENT)).hasSize(10);
  }

  @Test
  void longTextsTakeNoMoreMemoryThanThereIs() {
    RequestDurations wide =
        new RequestDurations(20_000, MOST_BYTES, KEEP_NS, Clock.systemUTC(), System::nanoTime);
    String text = "я".repeat(10_000);
    for (int i = 1; i <= 1_000; i++) {
      wide.add(SESSION, SHOP, served(i, MILLI, "http.route", text + i));
    }

    List<DurationPoint> points = wide.all().get(0).points().get(HttpInstrument.SERVER);
    assertThat(points.size() * 20_000L).isBetween(MOST_BYTES / 2, MOST_BYTES / 4 * 3);
    assertThat(points.stream().mapToLong(RequestDurationsTest::count).sum()).isEqualTo(1_000);
  }

  @Test
  void aKnownSeriesIsCountedWithoutAnObject() {
    int rounds = 5_000;
    SpanRecord[] spans = new SpanRecord[4 * rounds];
    for (int i = 0; i < spans.length; i++) {
      String route = i % 2 == 0 ? "/items/{id}" : "/orders";
      spans[i] =
          i % 4 < 2
              ? served(i + 1, MILLI, "http.route", route, "http.response.status_code", 200L)
              : sampled(i + 1, MILLI, "http.route", route, "http.response.status_code", 500L);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    add(Arrays.copyOf(spans, rounds));
    SpanRecord[] rest = Arrays.copyOfRange(spans, rounds, spans.length);
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    add(rest);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated).isLessThan(rest.length);
    assertThat(points(HttpInstrument.SERVER)).hasSize(4);
  }

  @Test
  void countsOfEndedProcessesStayForAWhileAndThenMakeRoom() {
    add(served(1, MILLI));
    durations.add("other", Map.of("service.name", "inventory"), served(1, MILLI));
    durations.present(Set.of("other"));
    nowNs += KEEP_NS - 1;
    durations.present(Set.of("other"));
    assertThat(durations.all()).hasSize(2);
    nowNs += 1;
    durations.present(Set.of("other"));

    assertThat(durations.all())
        .extracting(ApplicationDurations::service)
        .containsExactly("inventory");
  }

  @Test
  void aProcessThatBeginsAnotherSessionGoesOnCounting() {
    add(served(1, MILLI), served(2, MILLI));
    durations.present(Set.of("next"));
    durations.add("next", SHOP, served(1, MILLI));
    nowNs += KEEP_NS;
    durations.present(Set.of("next"));

    assertThat(durations.all()).hasSize(1);
    assertThat(count(points(HttpInstrument.SERVER).get(0))).isEqualTo(3);
  }

  @Test
  void sessionsBeyondTheBoundAreCountedAsNotCounted() {
    for (int i = 0; i < RequestDurations.MOST_SESSIONS + 3; i++) {
      durations.add("s" + i, Map.of("service.name", "shop"), served(1, MILLI));
    }
    assertThat(durations.all()).hasSize(RequestDurations.MOST_SESSIONS);
    assertThat(durations.uncounted()).isEqualTo(3);
    // Once some are known to have ended they make room at once.
    durations.present(Set.of("s0"));
    durations.add("late", Map.of("service.name", "shop"), served(1, MILLI));

    assertThat(durations.all()).hasSize(2);
  }
}
