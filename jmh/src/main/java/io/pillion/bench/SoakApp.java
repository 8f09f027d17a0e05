package io.pillion.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** An application that ends spans at a rate and says every so often what it takes. */
final class SoakApp {
  private static final long TICK_NS = 5_000_000;

  private SoakApp() {}

  /** {@code directory spansPerSecond sampleMillis}. */
  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[0]);
    double perTick = Double.parseDouble(arguments[1]) * TICK_NS / 1e9;
    long sampleNs = Duration.ofMillis(Long.parseLong(arguments[2])).toNanos();
    BenchLink bench = BenchLink.start(directory);
    EndedSpan span = new EndedSpan(1, 1_000_000);
    long began = System.nanoTime();
    long sampled = began;
    long offered = 0;
    for (long tick = 1; ; tick++) {
      while (offered < tick * perTick) {
        bench.link().offer(span);
        offered++;
      }
      if (System.nanoTime() - sampled >= sampleNs) {
        sampled = System.nanoTime();
        Footprint.take(directory).print();
      }
      LockSupport.parkNanos(began + tick * TICK_NS - System.nanoTime());
    }
  }
}
