package io.pillion.sidecar.red;

import io.pillion.ipc.wire.SpanRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Histograms of how long HTTP requests took, of each application process, within bounds of number
 * and bytes. It outlives the loops that read, and counts a record once though it may be read again:
 * of each session it knows how far it was counted.
 *
 * <p>Where a histogram has as many series as it may, or all together take too much memory, further
 * requests count in its overflow series, which has no attribute but {@code otel.metric.overflow}.
 *
 * <p><b>Threading.</b> Any thread; guarded by its own lock. The ingest thread takes it for each
 * span, so the others hold it only while they copy the numbers of one process.
 */
public final class RequestDurations {
  static final int MOST_SESSIONS = 2048;

  private static final long NEVER = Long.MIN_VALUE;

  private final int mostSeries;
  private final long mostBytes;
  private final long keepNs;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Map<String, Session> sessions = new LinkedHashMap<>();
  private final Map<Identity, Application> applications = new LinkedHashMap<>();
  private final SeriesKey wanted = new SeriesKey();
  private long lastId;
  private long bytes;
  private long uncounted;

  /** A process that begins another session goes on with its counts. */
  private record Identity(Map<String, String> resource, String instance) {}

  private static final class Session {
    final Application application;
    long counted;
    long absentSinceNs = NEVER;

    Session(Application application) {
      this.application = application;
    }
  }

  private static final class Application {
    final long id;
    final String sessionId;
    final Map<String, String> resource;
    final Map<HttpInstrument, DurationHistogram> histograms = new EnumMap<>(HttpInstrument.class);
    int sessions;
    long bytes;

    Application(long id, String sessionId, Map<String, String> resource) {
      this.id = id;
      this.sessionId = sessionId;
      this.resource = resource;
    }
  }

  /**
   * Begins with nothing.
   *
   * @param mostSeries of one histogram of one process, the overflow series among them
   * @param mostBytes of all series, overflow series apart; of one process three quarters of that
   * @param keepNs how long the counts of a process stay after it was last present
   * @param clock for the times from when on series count
   * @param nanoTime for how long processes are absent
   */
  public RequestDurations(
      int mostSeries, long mostBytes, long keepNs, Clock clock, LongSupplier nanoTime) {
    this.mostSeries = mostSeries;
    this.mostBytes = mostBytes;
    this.keepNs = keepNs;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * Counts a span if it is a request of ours, sampled or not. Of a series that is known it costs a
   * look-up and no object.
   */
  public void add(String sessionId, Map<String, String> resource, SpanRecord span) {
    HttpInstrument instrument = HttpInstrument.of(span);
    if (instrument != null) {
      add(sessionId, resource, instrument, span);
    }
  }

  private synchronized void add(
      String sessionId, Map<String, String> resource, HttpInstrument instrument, SpanRecord span) {
    Session session = session(sessionId, resource);
    if (session == null) {
      uncounted++;
    } else if (span.sequence() > session.counted) {
      session.counted = span.sequence();
      add(session.application, instrument, span);
    }
  }

  private void add(Application application, HttpInstrument instrument, SpanRecord span) {
    DurationHistogram histogram = application.histograms.get(instrument);
    if (histogram == null) {
      histogram = new DurationHistogram();
      application.histograms.put(instrument, histogram);
    }
    wanted.fill(instrument, span.attributes());
    DurationSeries series = histogram.find(wanted);
    if (series == null) {
      series = begin(application, histogram);
    }
    int bucket = series.add(span);
    if (span.sampled()
        && (series.remembers(bucket) || takes(application, DurationSeries.SEEN_BYTES))) {
      series.remember(bucket, span);
    }
  }

  private DurationSeries begin(Application application, DurationHistogram histogram) {
    long epochNanos = TimeUnit.MILLISECONDS.toNanos(clock.millis());
    boolean room =
        histogram.size() < mostSeries - 1
            && takes(application, DurationSeries.BYTES + wanted.bytes());
    return room ? histogram.begin(wanted, epochNanos) : histogram.overflow(epochNanos);
  }

  /** Takes memory if there is so much left. */
  private boolean takes(Application application, long more) {
    if (bytes + more > mostBytes || application.bytes + more > mostBytes / 4 * 3) {
      return false;
    }
    bytes += more;
    application.bytes += more;
    return true;
  }

  private @Nullable Session session(String id, Map<String, String> resource) {
    Session known = sessions.get(id);
    return known != null ? known : newSession(id, resource);
  }

  private @Nullable Session newSession(String id, Map<String, String> resource) {
    if (sessions.size() >= MOST_SESSIONS) {
      forgetAbsentFor(0);
    }
    if (sessions.size() >= MOST_SESSIONS) {
      return null;
    }
    Identity identity = new Identity(resource, resource.getOrDefault("service.instance.id", id));
    Application application =
        applications.computeIfAbsent(identity, key -> new Application(++lastId, id, resource));
    application.sessions++;
    Session session = new Session(application);
    sessions.put(id, session);
    return session;
  }

  /**
   * Tells which sessions there are. What belongs to none of them is forgotten after the time that
   * it is kept, to be read until then.
   */
  public synchronized void present(Set<String> sessionIds) {
    long now = nanoTime.getAsLong();
    sessions.forEach(
        (id, session) -> {
          if (sessionIds.contains(id)) {
            session.absentSinceNs = NEVER;
          } else if (session.absentSinceNs == NEVER) {
            session.absentSinceNs = now;
          }
        });
    forgetAbsentFor(keepNs);
  }

  private void forgetAbsentFor(long leastNs) {
    long now = nanoTime.getAsLong();
    Iterator<Session> all = sessions.values().iterator();
    while (all.hasNext()) {
      Session session = all.next();
      if (session.absentSinceNs != NEVER && now - session.absentSinceNs >= leastNs) {
        all.remove();
        session.application.sessions--;
      }
    }
    applications.values().removeIf(this::isForgotten);
  }

  private boolean isForgotten(Application application) {
    if (application.sessions > 0) {
      return false;
    }
    bytes -= application.bytes;
    return true;
  }

  /** The histograms of all processes, each as of one moment; those seen last come last. */
  public List<ApplicationDurations> all() {
    List<ApplicationDurations> all = new ArrayList<>();
    for (Application application : applications()) {
      all.add(copy(application));
    }
    return all;
  }

  private synchronized List<Application> applications() {
    return List.copyOf(applications.values());
  }

  private synchronized ApplicationDurations copy(Application application) {
    Map<HttpInstrument, List<DurationPoint>> points = new EnumMap<>(HttpInstrument.class);
    application.histograms.forEach(
        (instrument, histogram) -> points.put(instrument, histogram.points()));
    return new ApplicationDurations(
        application.id, application.sessionId, application.resource, points);
  }

  /** Requests that were not counted, because there are too many sessions. */
  public synchronized long uncounted() {
    return uncounted;
  }
}
