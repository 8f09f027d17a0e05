package io.pillion.agent.jvm;

import static io.pillion.ipc.wire.MetricRecord.Kind.COUNTER;
import static io.pillion.ipc.wire.MetricRecord.Kind.GAUGE;
import static io.pillion.ipc.wire.MetricRecord.Kind.HISTOGRAM;
import static io.pillion.ipc.wire.MetricRecord.Kind.UP_DOWN_COUNTER;

import com.sun.management.OperatingSystemMXBean;
import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.wire.MetricRecord;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JVM's management beans, directly: no MBean server is asked for, so none is made.
 *
 * <p><b>Threading.</b> One thread.
 */
final class JvmReader {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int DAEMON = 1;

  private final long startEpochNanos;
  private final long listeningSinceEpochNanos;
  private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans();
  private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final java.lang.management.OperatingSystemMXBean system =
      ManagementFactory.getOperatingSystemMXBean();
  private final GcDurations collections = new GcDurations();

  JvmReader() {
    startEpochNanos =
        TimeUnit.MILLISECONDS.toNanos(ManagementFactory.getRuntimeMXBean().getStartTime());
    listeningSinceEpochNanos = now();
    collections.listen();
  }

  /** Reads everything; what has no value here is left out. */
  void read(Consumer<TelemetryItem> use) {
    long at = now();
    memory(at, use);
    threads(at, use);
    classes(at, use);
    cpu(at, use);
    MetricItem durations =
        new MetricItem(
            HISTOGRAM,
            "jvm.gc.duration",
            "s",
            "Duration of JVM garbage collection actions.",
            at,
            listeningSinceEpochNanos,
            GcDurations.BOUNDS);
    collections.addTo(durations);
    give(durations, use);
  }

  private void memory(long at, Consumer<TelemetryItem> use) {
    memory(at, "jvm.memory.used", "Measure of memory used.", of(MemoryUsage::getUsed), use);
    memory(
        at,
        "jvm.memory.committed",
        "Measure of memory committed.",
        of(MemoryUsage::getCommitted),
        use);
    memory(
        at, "jvm.memory.limit", "Measure of max obtainable memory.", of(MemoryUsage::getMax), use);
    memory(
        at,
        "jvm.memory.used_after_last_gc",
        "Measure of memory used, as measured after the most recent garbage collection event on this"
            + " pool.",
        pool -> {
          MemoryUsage usage = pool.getCollectionUsage();
          return usage == null ? -1L : usage.getUsed();
        },
        use);
  }

  private static Function<MemoryPoolMXBean, Long> of(Function<MemoryUsage, Long> value) {
    return pool -> {
      // A pool that is not valid any more has no usage.
      MemoryUsage usage = pool.getUsage();
      return usage == null ? -1L : value.apply(usage);
    };
  }

  private void memory(
      long at,
      String name,
      String description,
      Function<MemoryPoolMXBean, Long> value,
      Consumer<TelemetryItem> use) {
    MetricItem item = item(UP_DOWN_COUNTER, name, "By", description, at);
    for (MemoryPoolMXBean pool : pools) {
      long bytes = value.apply(pool);
      if (bytes >= 0) {
        item.point(
            bytes,
            "jvm.memory.type",
            pool.getType() == MemoryType.HEAP ? "heap" : "non_heap",
            "jvm.memory.pool.name",
            pool.getName());
      }
    }
    give(item, use);
  }

  private void threads(long at, Consumer<TelemetryItem> use) {
    Map<Thread.State, long[]> counts = new EnumMap<>(Thread.State.class);
    // Depth 0: no stack is walked and no thread is stopped for it.
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds(), 0)) {
      if (info != null) {
        counts
            .computeIfAbsent(info.getThreadState(), state -> new long[2])[
            info.isDaemon() ? DAEMON : 0]++;
      }
    }
    MetricItem item =
        item(
            UP_DOWN_COUNTER,
            "jvm.thread.count",
            "{thread}",
            "Number of executing platform threads.",
            at);
    counts.forEach(
        (state, byDaemon) -> {
          for (int i = 0; i < byDaemon.length; i++) {
            if (byDaemon[i] > 0) {
              item.point(
                  byDaemon[i],
                  "jvm.thread.daemon",
                  i == DAEMON,
                  "jvm.thread.state",
                  state.name().toLowerCase(Locale.ROOT));
            }
          }
        });
    give(item, use);
  }

  private void classes(long at, Consumer<TelemetryItem> use) {
    use.accept(
        item(
                COUNTER,
                "jvm.class.loaded",
                "{class}",
                "Number of classes loaded since JVM start.",
                at)
            .point(classes.getTotalLoadedClassCount()));
    use.accept(
        item(
                COUNTER,
                "jvm.class.unloaded",
                "{class}",
                "Number of classes unloaded since JVM start.",
                at)
            .point(classes.getUnloadedClassCount()));
    use.accept(
        item(
                UP_DOWN_COUNTER,
                "jvm.class.count",
                "{class}",
                "Number of classes currently loaded.",
                at)
            .point((long) classes.getLoadedClassCount()));
  }

  private void cpu(long at, Consumer<TelemetryItem> use) {
    use.accept(
        item(
                UP_DOWN_COUNTER,
                "jvm.cpu.count",
                "{cpu}",
                "Number of processors available to the Java virtual machine.",
                at)
            .point((long) Runtime.getRuntime().availableProcessors()));
    if (!(system instanceof OperatingSystemMXBean detailed)) {
      return;
    }
    long cpuNanos = detailed.getProcessCpuTime();
    if (cpuNanos >= 0) {
      use.accept(
          item(
                  COUNTER,
                  "jvm.cpu.time",
                  "s",
                  "CPU time used by the process as reported by the JVM.",
                  at)
              .point(cpuNanos / NANOS_PER_SECOND));
    }
    double load = detailed.getProcessCpuLoad();
    if (load >= 0) {
      use.accept(
          item(
                  GAUGE,
                  "jvm.cpu.recent_utilization",
                  "1",
                  "Recent CPU utilization for the process as reported by the JVM.",
                  at)
              .point(load));
    }
  }

  private MetricItem item(
      MetricRecord.Kind kind, String name, String unit, String description, long at) {
    return new MetricItem(kind, name, unit, description, at, startEpochNanos, null);
  }

  private static void give(@Nullable MetricItem item, Consumer<TelemetryItem> use) {
    if (item != null && !item.isEmpty()) {
      use.accept(item);
    }
  }

  private static long now() {
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
  }
}
