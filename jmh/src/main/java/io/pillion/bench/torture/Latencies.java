package io.pillion.bench.torture;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long requests took by what was done meanwhile, each from the moment it was due: a stall
 * cannot hide by slowing the load.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class Latencies {
  /** The same load on the same application without the agent. */
  static final String BASELINE = "no agent";

  /** With agent and sidecar, nothing done to them. */
  static final String UNDISTURBED = "undisturbed";

  /** A fresh JVM compiles; it is measured under a name of its own. */
  static final String WARM_UP = "application warming up";

  private static final long HIGHEST_MICROS = TimeUnit.SECONDS.toMicros(60);

  private final Map<String, Histogram> byPhase = new LinkedHashMap<>();
  private volatile Phase phase = of(WARM_UP);

  /** A stretch of the campaign. */
  record Phase(String name, Histogram micros) {
    void record(long nanos) {
      long value = TimeUnit.NANOSECONDS.toMicros(Math.max(0, nanos));
      micros.recordValue(Math.min(value, HIGHEST_MICROS));
    }
  }

  /** Requests that become due from now on belong to the named phase. */
  void phase(String name) {
    phase = of(name);
  }

  /** The phase of that name, to record into. */
  synchronized Phase of(String name) {
    return new Phase(
        name, byPhase.computeIfAbsent(name, key -> new ConcurrentHistogram(HIGHEST_MICROS, 3)));
  }

  Phase current() {
    return phase;
  }

  synchronized Map<String, Histogram> all() {
    return new LinkedHashMap<>(byPhase);
  }
}
