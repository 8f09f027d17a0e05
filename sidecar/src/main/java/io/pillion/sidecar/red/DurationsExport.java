package io.pillion.sidecar.red;

import io.pillion.ipc.wire.MetricRecord;
import io.pillion.sidecar.export.ExportResult;
import io.pillion.sidecar.export.SidecarDistribution;
import io.pillion.sidecar.export.SignalExporter;
import io.pillion.sidecar.log.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Posts the histograms at an interval, if there is a back end for metrics, and has those of ended
 * processes forgotten. What could not be posted until the next time is given up for what is known
 * then: neither cumulative points nor deltas, which are counted from what the back end took last,
 * lose anything by it.
 *
 * <p><b>Threading.</b> Any thread; guarded by its own lock.
 */
public final class DurationsExport implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final String PARTIAL = "partial_success";

  /** What is at the back end, or answered. Compared by identity. */
  private static final class Post {
    private final DurationBatches.Part part;
    private final CompletableFuture<ExportResult> result;

    Post(DurationBatches.Part part, CompletableFuture<ExportResult> result) {
      this.part = part;
      this.result = result;
    }

    DurationBatches.Part part() {
      return part;
    }

    CompletableFuture<ExportResult> result() {
      return result;
    }
  }

  private final RequestDurations durations;
  private final @Nullable SignalExporter<MetricRecord> exporter;
  private final boolean delta;
  private final EventLog log;
  private final Clock clock;
  private final List<Post> underWay = new ArrayList<>();
  private final Map<DurationBatches.SeriesId, DurationBatches.Sum> taken = new HashMap<>();
  private final List<Future<?>> tasks = new ArrayList<>();

  /**
   * Prepares; {@link #start} begins.
   *
   * @param exporter its own from now on; null if there is no back end
   * @param delta whether to post what was added since the last time
   */
  public DurationsExport(
      RequestDurations durations,
      @Nullable SignalExporter<MetricRecord> exporter,
      boolean delta,
      EventLog log,
      Clock clock) {
    this.durations = durations;
    this.exporter = exporter;
    this.delta = delta;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Begins to post and to forget.
   *
   * @param scheduler stays the caller's
   * @param present the sessions of the moment
   */
  public synchronized void start(
      ScheduledExecutorService scheduler, Duration interval, Supplier<Set<String>> present) {
    repeat(scheduler, LOOK, () -> durations.present(present.get()));
    if (exporter != null) {
      repeat(scheduler, interval, this::post);
    }
  }

  private void repeat(ScheduledExecutorService scheduler, Duration interval, Runnable task) {
    long nanos = interval.toNanos();
    tasks.add(
        scheduler.scheduleWithFixedDelay(() -> guarded(task), nanos, nanos, TimeUnit.NANOSECONDS));
  }

  /** A task that throws is not run again. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      log.error("durations of requests cannot be posted, trying on", "cause", e);
    }
  }

  /** Posts what there is now in place of what is still under way. */
  synchronized void post() {
    SignalExporter<MetricRecord> backEnd = exporter;
    if (backEnd == null) {
      return;
    }
    giveUp();
    for (DurationBatches.Part part : parts(durations.all())) {
      Post post = new Post(part, backEnd.export(part.batch()));
      underWay.add(post);
      CompletableFuture<Void> unused = post.result().thenAccept(word -> note(post));
    }
  }

  private List<DurationBatches.Part> parts(List<ApplicationDurations> all) {
    long epochNanos = TimeUnit.MILLISECONDS.toNanos(clock.millis());
    DurationBatches batches = new DurationBatches(epochNanos);
    Set<Long> known = new HashSet<>();
    for (ApplicationDurations application : all) {
      known.add(application.id());
      for (Map.Entry<HttpInstrument, List<DurationPoint>> of : application.points().entrySet()) {
        HttpInstrument instrument = of.getKey();
        List<DurationBatches.Entry> entries = new ArrayList<>();
        for (DurationPoint point : of.getValue()) {
          addEntry(
              entries,
              new DurationBatches.SeriesId(application.id(), instrument, point.attributes()),
              point,
              epochNanos);
        }
        batches.add(application, instrument, entries);
      }
    }
    taken.keySet().removeIf(series -> !known.contains(series.application()));
    return batches.parts();
  }

  private void addEntry(
      List<DurationBatches.Entry> entries,
      DurationBatches.SeriesId series,
      DurationPoint point,
      long epochNanos) {
    SidecarDistribution value = delta ? added(series, point) : whole(point);
    if (value.count() > 0) {
      entries.add(
          new DurationBatches.Entry(
              new MetricRecord.Point(value, point.attributes()),
              new DurationBatches.Told(
                  series,
                  new DurationBatches.Sum(epochNanos, point.counts(), point.sumSeconds()))));
    }
  }

  private static SidecarDistribution whole(DurationPoint point) {
    return new SidecarDistribution(
        point.sinceEpochNanos(), point.counts(), point.sumSeconds(), false, point.exemplars());
  }

  /** What the back end does not know yet. */
  private SidecarDistribution added(DurationBatches.SeriesId series, DurationPoint point) {
    DurationBatches.Sum before = taken.get(series);
    if (before == null) {
      return new SidecarDistribution(
          point.sinceEpochNanos(), point.counts(), point.sumSeconds(), true, point.exemplars());
    }
    long[] counts = point.counts().clone();
    for (int i = 0; i < counts.length; i++) {
      counts[i] -= before.counts()[i];
    }
    return new SidecarDistribution(
        before.epochNanos(),
        counts,
        Math.max(0, point.sumSeconds() - before.seconds()),
        true,
        point.exemplars().stream()
            .filter(exemplar -> exemplar.epochNanos() >= before.epochNanos())
            .toList());
  }

  /** One that was given up has had its answer noted then, if it had one. */
  private synchronized void note(Post post) {
    if (underWay.contains(post)) {
      take(post);
    }
  }

  private void take(Post post) {
    ExportResult word = post.result().join();
    // Nothing says which points it refused: none of them is sent again.
    if (delta && (word.delivered() > 0 || PARTIAL.equals(word.reason()))) {
      post.part().told().forEach(told -> taken.put(told.series(), told.sum()));
    }
  }

  private void giveUp() {
    for (Post post : underWay) {
      if (!post.result().cancel(false) && !post.result().isCompletedExceptionally()) {
        // Its answer is there, and only waits for this lock.
        take(post);
      }
    }
    underWay.clear();
  }

  /** Posts the last word and waits for it, so long at most. */
  public void finish(Duration atMost) {
    CompletableFuture<?>[] last;
    synchronized (this) {
      stopTasks();
      guarded(this::post);
      last = underWay.stream().map(Post::result).toArray(CompletableFuture<?>[]::new);
    }
    try {
      Object unused = CompletableFuture.allOf(last).get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      log.warn("last durations of requests were not taken", "cause", e);
    }
  }

  private void stopTasks() {
    tasks.forEach(task -> task.cancel(false));
  }

  /** Posts no more. */
  @Override
  public synchronized void close() {
    stopTasks();
    giveUp();
    if (exporter != null) {
      exporter.close();
    }
  }
}
