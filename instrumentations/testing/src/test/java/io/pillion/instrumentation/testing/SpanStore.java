package io.pillion.instrumentation.testing;

import examples.pillion.demo.Await;
import examples.pillion.demo.ReceivedSpan;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Every span that reached the back end, once each: delivery is at least once.
 *
 * <p><b>Threading.</b> All methods may be called from any thread.
 */
final class SpanStore {
  private final Map<ReceivedSpan.Key, ReceivedSpan> spans = new ConcurrentHashMap<>();

  void add(ReceivedSpan span) {
    spans.put(span.key(), span);
  }

  /** Those there are by now, by start time. */
  List<ReceivedSpan> now(Predicate<ReceivedSpan> which) {
    return spans.values().stream()
        .filter(which)
        .sorted(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
        .toList();
  }

  /**
   * Those there are when at least {@code count} have arrived.
   *
   * @throws IllegalStateException telling what arrived, if that is less
   */
  List<ReceivedSpan> await(Duration limit, int count, String what, Predicate<ReceivedSpan> which) {
    Await.until(
        limit,
        () -> now(which).size() >= count,
        () -> "fewer spans than " + count + ": what=" + what + ", received=" + now(which));
    return now(which);
  }
}
