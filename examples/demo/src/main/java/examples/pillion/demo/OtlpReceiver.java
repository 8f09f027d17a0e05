package examples.pillion.demo;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A trace back end that remembers every span it was sent, and how often.
 *
 * <p><b>Threading.</b> All methods may be called from any thread.
 */
final class OtlpReceiver implements AutoCloseable {

  private final Map<ReceivedSpan.Key, ReceivedSpan> spans = new ConcurrentHashMap<>();
  private final Map<ReceivedSpan.Key, AtomicInteger> arrivals = new ConcurrentHashMap<>();
  private final Map<ReceivedSpan.Key, Long> firstArrivals = new ConcurrentHashMap<>();
  private final OtlpServer server;

  /** Listens on a free port of the loopback address. */
  OtlpReceiver(Duration acknowledgeAfter) throws IOException {
    server = new OtlpServer(acknowledgeAfter, this::take);
  }

  /** Base address, without the signal's path. */
  URI endpoint() {
    return server.endpoint();
  }

  void mood(OtlpServer.Mood next) {
    server.mood(next);
  }

  void acknowledgeAfter(Duration delay) {
    server.acknowledgeAfter(delay);
  }

  private void take(ReceivedSpan span) {
    firstArrivals.putIfAbsent(span.key(), System.currentTimeMillis());
    spans.put(span.key(), span);
    arrivals.computeIfAbsent(span.key(), key -> new AtomicInteger()).incrementAndGet();
  }

  /** How long after its end each span of these traces came here for the first time. */
  List<Duration> delays(Set<String> traceIds) {
    List<Duration> delays = new ArrayList<>();
    firstArrivals.forEach(
        (key, millis) -> {
          ReceivedSpan span = spans.get(key);
          if (span != null && traceIds.contains(key.traceId())) {
            delays.add(Duration.ofMillis(millis).minusNanos(span.endEpochNanos()));
          }
        });
    return delays;
  }

  /** Number of different spans received. */
  int distinctSpans() {
    return spans.size();
  }

  /** Number of spans that came more than once. */
  long duplicatedSpans() {
    return arrivals.values().stream().filter(count -> count.get() > 1).count();
  }

  /** Number of exports that could not be understood. */
  long malformedExports() {
    return server.malformedExports();
  }

  /** Different spans of one trace, by start time. */
  List<ReceivedSpan> trace(String traceId) {
    return spans.values().stream()
        .filter(span -> span.key().traceId().equals(traceId))
        .sorted(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
        .toList();
  }

  /** How many different spans arrived of each of the given traces; those without any are absent. */
  Map<String, Integer> spansPerTrace(Set<String> traceIds) {
    Map<String, Integer> counts = new HashMap<>();
    for (ReceivedSpan.Key key : spans.keySet()) {
      if (traceIds.contains(key.traceId())) {
        counts.merge(key.traceId(), 1, Integer::sum);
      }
    }
    return counts;
  }

  @Override
  public void close() {
    server.close();
  }
}
