package io.pillion.sidecar.ingest;

/**
 * How long the reader leaves the queues alone while a batch waits to fill: the shorter the more
 * came during the last nap. Nobody rings meanwhile, but an agent that has filled a segment.
 *
 * <p><b>Threading.</b> The ingest thread.
 */
final class Naps {
  static final long SHORTEST_MILLIS = 50;
  static final long LONGEST_MILLIS = 1000;
  private static final int FEW = 128;
  private static final int MANY = 512;

  private long millis = SHORTEST_MILLIS;
  private int records;

  /** A record has been read. */
  void read() {
    records++;
  }

  /** The length of the nap that begins now. */
  long nextMillis() {
    if (records > MANY) {
      millis = SHORTEST_MILLIS;
    } else if (records < FEW) {
      millis = Math.min(2 * millis, LONGEST_MILLIS);
    }
    records = 0;
    return millis;
  }
}
