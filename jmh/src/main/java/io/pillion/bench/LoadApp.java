package io.pillion.bench;

import io.pillion.ipc.AgentLink;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An application that ends spans at a rate, in a process of its own, until it is killed. What is
 * refused is not offered again: the session's header counts it.
 */
final class LoadApp {
  private static final long TICK_NS = 1_000_000;
  private static final long TICKS_A_SECOND = TimeUnit.SECONDS.toNanos(1) / TICK_NS;

  /** What an application's thread does at most to catch up after it lost its processor. */
  private static final long MOST_TICKS_BEHIND = 3;

  private final AgentLink link;
  private final EndedSpan[] spans = new EndedSpan[Spans.COUNT];

  private LoadApp(AgentLink link, int flags) {
    this.link = link;
    for (int i = 0; i < spans.length; i++) {
      spans[i] = new EndedSpan(i + 1, 1_000_000L * i, flags);
    }
  }

  /** {@code directory ratePerSecond threads flags}. */
  public static void main(String[] arguments) {
    long rate = Long.parseLong(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    BenchLink bench = BenchLink.start(Path.of(arguments[0]));
    LoadApp app = new LoadApp(bench.link(), Integer.parseInt(arguments[3]));
    for (int i = 0; i < threads; i++) {
      new Thread(() -> app.offerAt(rate / threads), "bench-app").start();
    }
  }

  private void offerAt(long rate) {
    long began = System.nanoTime();
    long offered = 0;
    while (true) {
      long ticks = (System.nanoTime() - began) / TICK_NS;
      long due = ticks * rate / TICKS_A_SECOND;
      if (due - offered > MOST_TICKS_BEHIND * rate / TICKS_A_SECOND) {
        // The rate is what was reached and is reported; a burst would be another experiment.
        began += TICK_NS;
        continue;
      }
      while (offered < due) {
        link.offer(spans[(int) (offered++ & (Spans.COUNT - 1))]);
      }
      LockSupport.parkNanos(began + (ticks + 1) * TICK_NS - System.nanoTime());
    }
  }
}
