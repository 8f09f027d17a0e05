package io.pillion.sidecar.ingest;

import java.util.concurrent.TimeUnit;

/**
 * How long the reader leaves the queues alone while a batch waits to fill: as long as a part of a
 * batch takes to come, by what came since the last nap, and not much longer at once than before.
 *
 * <p><b>Threading.</b> The ingest thread.
 */
final class Naps {
  static final long SHORTEST_MILLIS = 50;
  static final long LONGEST_MILLIS = 1000;

  private final int wanted;
  private long millis = SHORTEST_MILLIS;
  private long beganNs = System.nanoTime();
  private int records;

  /** Naps in each of which about {@code wanted} records come. */
  Naps(int wanted) {
    this.wanted = wanted;
  }

  /** A record has been read. */
  void read() {
    records++;
  }

  /** The length of the nap that begins at that time. */
  long nextMillis(long nowNs) {
    long passedMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nowNs - beganNs));
    long takes = records == 0 ? LONGEST_MILLIS : wanted * passedMillis / records;
    long most = Math.min(2 * millis, LONGEST_MILLIS);
    millis = Math.max(SHORTEST_MILLIS, Math.min(takes, most));
    beganNs = nowNs;
    records = 0;
    return millis;
  }
}
