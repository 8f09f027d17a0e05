package io.pillion.ipc;

import io.pillion.ipc.wire.RecordEncoder;

/**
 * Something that an application thread hands over and the writer thread encodes later.
 *
 * <p><b>Ownership.</b> From the hand-over on the item belongs to the writer and must not change.
 */
public interface TelemetryItem {

  /** Whether it may use the last quarter of the ring: errors and denials. */
  boolean important();

  /** Whether it may use the first quarter of the ring only: log events and metrics. */
  default boolean minor() {
    return false;
  }

  /** Whether it is a span, for the counters. */
  boolean isSpan();

  /** Encodes this item whole. May be called again, into an emptied encoder. */
  void encodeTo(RecordEncoder encoder);
}
