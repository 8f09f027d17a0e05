package io.pillion.agent.jvm;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/**
 * How long collections took, counted by size as the JVM tells of each. Reading the collectors' sums
 * now and then would give no sizes.
 *
 * <p><b>Threading.</b> The JVM's notification thread counts, ours reads; guarded by its own lock.
 */
final class GcDurations implements NotificationListener {
  /** Upper bounds in seconds, as the semantic conventions advise. */
  static final double[] BOUNDS = {0.01, 0.1, 1, 10};

  private static final double MILLIS_PER_SECOND = 1000;
  private static final int MOST_SERIES = 16;

  private final Map<Series, Counts> series = new LinkedHashMap<>();

  private record Series(String collector, String action) {}

  private static final class Counts {
    private final long[] buckets = new long[BOUNDS.length + 1];
    private long count;
    private double sum;
    private double min = Double.POSITIVE_INFINITY;
    private double max;

    void add(double seconds) {
      int bucket = 0;
      while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
        bucket++;
      }
      buckets[bucket]++;
      count++;
      sum += seconds;
      min = Math.min(min, seconds);
      max = Math.max(max, seconds);
    }
  }

  /** Begins to listen to all collectors. */
  void listen() {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (bean instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(this, null, null);
      }
    }
  }

  @Override
  public void handleNotification(Notification notification, @Nullable Object handback) {
    if (GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(
        notification.getType())) {
      GarbageCollectionNotificationInfo info =
          GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
      add(info.getGcName(), info.getGcAction(), info.getGcInfo().getDuration() / MILLIS_PER_SECOND);
    }
  }

  synchronized void add(String collector, String action, double seconds) {
    Series key = new Series(collector, action);
    Counts counts = series.get(key);
    if (counts == null && series.size() < MOST_SERIES) {
      counts = new Counts();
      series.put(key, counts);
    }
    if (counts != null) {
      counts.add(seconds);
    }
  }

  synchronized void addTo(MetricItem item) {
    series.forEach(
        (key, counts) ->
            item.point(
                new MetricItem.Distribution(
                    counts.count, counts.sum, counts.min, counts.max, counts.buckets.clone()),
                "jvm.gc.name",
                key.collector(),
                "jvm.gc.action",
                key.action()));
  }
}
