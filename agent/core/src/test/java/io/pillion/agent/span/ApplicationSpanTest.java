package io.pillion.agent.span;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.agent.bootstrap.SpanHandle;
import io.pillion.agent.bootstrap.SpanIdentity;
import io.pillion.agent.bootstrap.SpanInstrumenter;
import io.pillion.agent.telemetry.CurrentSpan;
import io.pillion.agent.telemetry.Sampler;
import io.pillion.agent.telemetry.SpanStart;
import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.wire.RecordDecoder;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.RecordFormatException;
import io.pillion.ipc.wire.SpanRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApplicationSpanTest {
  private static final Object[] NONE = {};
  private static final SpanIdentity REMOTE =
      new SpanIdentity("12345678901234567890123456789012", "00000000000004d2", 1, "a=1,b=2", true);

  private final List<TelemetryItem> items = new CopyOnWriteArrayList<>();
  private final ApplicationSpans spans = spans("parentbased_always_on");
  private final CurrentWork works = new CurrentWork();

  private ApplicationSpans spans(String sampler) {
    return new ApplicationSpans(
        items::add, new SpanStart(Sampler.of(sampler, 1)), Set.of("tracecontext"));
  }

  private SpanHandle start(@Nullable SpanIdentity parent) {
    return spans.start("work", SpanInstrumenter.INTERNAL, "shop", null, parent, 0);
  }

  private SpanRecord only() {
    assertThat(items).hasSize(1);
    return decoded(items.get(0));
  }

  private static SpanRecord decoded(TelemetryItem item) {
    RecordEncoder encoder = new RecordEncoder();
    item.encodeTo(encoder);
    try {
      return (SpanRecord) new RecordDecoder().decode(encoder.finish(1));
    } catch (RecordFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Object> attributes(List<SpanRecord.Attribute> attributes) {
    return attributes.stream()
        .collect(Collectors.toMap(SpanRecord.Attribute::key, SpanRecord.Attribute::value));
  }

  @Test
  void everythingTheApplicationSaidIsRecorded() {
    SpanHandle span = spans.start("work", 4, "shop", "1.2", REMOTE, 1_000);
    span.attribute("text", "a");
    span.attribute("text", "b");
    span.attribute("number", 5L);
    span.attribute("list", Arrays.asList(1L, null, 2L));
    span.attribute("other", new StringBuilder("its text"));
    span.attribute("nothing", null);
    span.attribute("", "no key");
    span.event("bought", 1_500, new Object[] {"count", 3L, "ignored", null});
    span.link(REMOTE, new Object[] {"why", "batch"});
    span.exception(new IllegalStateException("sold out"), new Object[] {"exception.message", "*"});
    span.status(SpanHandle.ERROR, "sold out");
    span.rename("sell");
    span.finish(2_000);

    SpanRecord record = only();
    assertThat(record.name()).isEqualTo("sell");
    assertThat(record.kind()).isEqualTo(SpanRecord.Kind.PRODUCER);
    assertThat(record.scopeName()).isEqualTo("shop");
    assertThat(record.scopeVersion()).isEqualTo("1.2");
    assertThat(record.startEpochNanos()).isEqualTo(1_000);
    assertThat(record.endEpochNanos()).isEqualTo(2_000);
    assertThat(record.traceIdHigh()).isEqualTo(0x1234567890123456L);
    assertThat(record.parentSpanId()).isEqualTo(1234);
    assertThat(record.flags()).isEqualTo(SpanRecord.SAMPLED | SpanRecord.PARENT_IS_REMOTE);
    assertThat(record.traceState()).isEqualTo("a=1,b=2");
    assertThat(record.status()).isEqualTo(SpanRecord.Status.ERROR);
    assertThat(record.statusMessage()).isEqualTo("sold out");
    assertThat(attributes(record.attributes()))
        .isEqualTo(Map.of("text", "b", "number", 5L, "list", List.of(1L, 2L), "other", "its text"));
    assertThat(record.events()).hasSize(2);
    assertThat(record.events().get(0))
        .isEqualTo(
            new SpanRecord.Event(1_500, "bought", List.of(new SpanRecord.Attribute("count", 3L))));
    assertThat(attributes(record.events().get(1).attributes()))
        .containsEntry("exception.type", "java.lang.IllegalStateException")
        .containsEntry("exception.message", "*")
        .containsKey("exception.stacktrace");
    assertThat(record.links())
        .containsExactly(
            new SpanRecord.Link(
                0x1234567890123456L,
                0x7890123456789012L,
                1234,
                SpanRecord.SAMPLED | SpanRecord.PARENT_IS_REMOTE,
                "a=1,b=2",
                List.of(new SpanRecord.Attribute("why", "batch"))));
    assertThat(items.get(0).important()).isTrue();
    assertThat(items.get(0).isSpan()).isTrue();
  }

  @Test
  void whatIsBeyondTheLimitsIsLeftOutAndCounted() {
    SpanHandle span = start(null);
    for (int i = 0; i < SpanContent.MOST + 3; i++) {
      span.attribute("key" + i, 1L);
      span.event("event" + i, 0, NONE);
      span.link(REMOTE, NONE);
    }
    span.event("last", 0, NONE);
    span.attribute("key0", "may still change");
    span.finish(0);

    SpanRecord record = only();
    assertThat(record.attributes()).hasSize(SpanContent.MOST);
    assertThat(record.events()).hasSize(SpanContent.MOST);
    assertThat(record.links()).hasSize(SpanContent.MOST);
    assertThat(record.dropped()).isEqualTo(new SpanRecord.Dropped(3, 4, 3));
    assertThat(attributes(record.attributes())).containsEntry("key0", "may still change");
  }

  @Test
  void memoryIsBoundedAndTheRecordAlwaysFits() {
    SpanHandle span = start(null);
    String text = "é".repeat(20_000);
    for (int i = 0; i < 100; i++) {
      span.attribute("key" + i, text);
      span.attribute("list" + i, List.of(text, text, text));
      span.exception(new IllegalStateException(text), new Object[] {"more", text});
    }
    span.rename(text);
    span.status(SpanHandle.ERROR, text);
    span.finish(0);

    SpanRecord record = only();
    assertThat(record.attributes()).isNotEmpty();
    assertThat(record.dropped().attributes() + record.attributes().size()).isEqualTo(200);
    assertThat(record.dropped().events() + record.events().size()).isEqualTo(100);
  }

  @Test
  void attributeThatIsSetAgainAndAgainTakesRoomOnce() {
    SpanHandle span = start(null);
    for (int i = 0; i < 1_000; i++) {
      span.attribute("progress", "x".repeat(1_000) + i);
    }
    span.finish(0);
    assertThat(only().dropped()).isEqualTo(SpanRecord.Dropped.NOTHING);
    assertThat((String) only().attributes().get(0).value()).endsWith("x999");
  }

  @Test
  void spanEndsOnceAndNothingChangesAfterwards() {
    SpanHandle span = start(null);
    assertThat(span.recording()).isTrue();
    span.finish(0);
    span.finish(Long.MAX_VALUE);
    span.attribute("late", 1L);
    span.event("late", 0, NONE);
    span.link(REMOTE, NONE);
    span.exception(new IllegalStateException(), NONE);
    span.status(SpanHandle.ERROR, "late");
    span.rename("late");

    assertThat(span.recording()).isFalse();
    SpanRecord record = only();
    assertThat(record.name()).isEqualTo("work");
    assertThat(record.attributes()).isEmpty();
    assertThat(record.events()).isEmpty();
    assertThat(record.links()).isEmpty();
    assertThat(record.status()).isEqualTo(SpanRecord.Status.UNSET);
    assertThat(record.endEpochNanos()).isBetween(record.startEpochNanos(), Long.MAX_VALUE - 1);
  }

  @Test
  void okIsFinalAndUnsetChangesNothing() {
    SpanHandle span = start(null);
    span.status(SpanHandle.ERROR, "first");
    span.status(SpanHandle.UNSET, "ignored");
    span.status(SpanHandle.OK, "without words");
    span.status(SpanHandle.ERROR, "too late");
    span.finish(0);
    assertThat(only().status()).isEqualTo(SpanRecord.Status.OK);
    assertThat(only().statusMessage()).isNull();
    assertThat(items.get(0).important()).isFalse();
  }

  @Test
  void spanThatIsNotSampledHasAnIdentityAndIsNotExported() {
    SpanHandle span = spans("always_off").start("work", 1, "shop", null, REMOTE, 0);
    span.attribute("key", 1L);
    span.finish(0);
    assertThat(span.recording()).isFalse();
    assertThat(span.identity().traceId()).isEqualTo(REMOTE.traceId());
    assertThat(span.identity().flags()).isZero();
    assertThat(items).isEmpty();
  }

  @Test
  void identityThatIsNoneMakesARoot() {
    start(new SpanIdentity("0".repeat(32), "00000000000004d2", 1, null, true)).finish(0);
    start(new SpanIdentity("none", "at all", 1, null, true)).finish(0);
    assertThat(items)
        .hasSize(2)
        .allMatch(item -> decoded(item).parentSpanId() == 0)
        .allMatch(item -> decoded(item).sampled());
  }

  @Test
  void manyThreadsMayAddAndOneEnds() throws Exception {
    SpanHandle span = start(null);
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String name = "thread" + t;
      Thread thread =
          new Thread(
              () -> {
                await(go);
                for (int i = 0; i < 2_000; i++) {
                  span.attribute(name, Long.valueOf(i));
                  span.event(name, 0, NONE);
                }
                span.finish(0);
              });
      thread.start();
      threads.add(thread);
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    SpanRecord record = only();
    assertThat(record.events()).hasSize(SpanContent.MOST);
    assertThat(record).isEqualTo(decoded(items.get(0)));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void enteredSpanIsTheCurrentOneWithItsBaggageAndTheRequestItStartedIn() {
    Object request = "the request";
    CurrentSpan.Work serving = new CurrentSpan.Work(null, request);
    CurrentSpan.enter(serving);
    SpanHandle span = start(null);
    CurrentSpan.leave(serving);

    Object work = works.enter(span, null, "user=1", "view");
    assertThat(CurrentSpan.get()).isNotNull();
    assertThat(HexIds.identity(CurrentSpan.get(), false).spanId())
        .isEqualTo(span.identity().spanId());
    assertThat(CurrentSpan.baggage()).isEqualTo("user=1");
    assertThat(CurrentSpan.work().request()).isEqualTo(request);
    assertThat(works.current()).isSameAs(work);
    assertThat(works.carried(work)).isEqualTo("view");
    assertThat(works.span(work)).isSameAs(span);

    Object other = works.enter(null, REMOTE, null, "another view");
    assertThat(works.identity(other).traceId()).isEqualTo(REMOTE.traceId());
    assertThat(works.span(other)).isNull();
    assertThat(CurrentSpan.baggage()).isNull();
    assertThat(CurrentSpan.work().request()).isEqualTo(request);
    works.leave(other);

    Object root = works.enter(null, null, null, "root");
    assertThat(CurrentSpan.get()).isNull();
    assertThat(CurrentSpan.work().request()).isNull();
    works.leave(root);
    works.leave(work);
    works.leave(work);
    assertThat(works.current()).isNull();
  }
}
