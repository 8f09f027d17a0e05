package examples.pillion.demo;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The last word on every session ever seen. The sidecar forgets a session when its process has
 * ended and its records are delivered; the account must not.
 *
 * <p><b>Threading.</b> All methods may be called from any thread.
 */
final class SessionLog implements AutoCloseable {

  private static final long PERIOD_MILLIS = 50;

  private final SidecarApi sidecar;
  private final Map<String, Session> lastSeen = new LinkedHashMap<>();
  private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();

  SessionLog(SidecarApi sidecar) {
    this.sidecar = sidecar;
  }

  /** Samples in the background until closed. */
  @SuppressWarnings("FutureReturnValueIgnored") // sample does not throw
  void start() {
    sampler.scheduleWithFixedDelay(this::sample, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Reads once; does nothing while the sidecar is away. */
  void sample() {
    try {
      record(sidecar.sessions());
    } catch (IOException e) {
      // The sidecar is away on purpose. What was seen last stays.
    }
  }

  private synchronized void record(List<Session> sessions) {
    sessions.forEach(session -> lastSeen.put(session.id(), session));
  }

  /** The last state of every session, oldest first. */
  synchronized List<Session> all() {
    return List.copyOf(lastSeen.values());
  }

  long recordedSpans() {
    return all().stream().mapToLong(Session::offeredSpans).sum();
  }

  Map<String, Long> dropped() {
    return total(Session::dropped);
  }

  Map<String, Long> discarded() {
    return total(Session::discarded);
  }

  Map<String, Long> decisions() {
    return total(Session::decisions);
  }

  private Map<String, Long> total(Function<Session, Map<String, Long>> counts) {
    Map<String, Long> total = new TreeMap<>();
    for (Session session : all()) {
      counts.apply(session).forEach((key, count) -> add(total, key, count));
    }
    return total;
  }

  private static void add(Map<String, Long> total, String key, long count) {
    if (count != 0) {
      total.merge(key, count, Long::sum);
    }
  }

  @Override
  public void close() {
    sampler.shutdownNow();
  }
}
