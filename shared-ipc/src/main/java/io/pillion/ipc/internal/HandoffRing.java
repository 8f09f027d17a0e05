package io.pillion.ipc.internal;

import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.status.DropReason;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * The hand-off between application threads and the writer thread: bounded, lock-free, without
 * allocation, items by reference. What does not fit is refused and counted.
 *
 * <p><b>Threading.</b> {@link #offer} from any thread, {@link #drain} from one.
 */
public final class HandoffRing {
  /** Log events hold their text, so that many of them take more than many spans. */
  private static final int MOST_MINOR = 512;

  private final MpscVarHandleArrayQueue<TelemetryItem> queue;
  private final Runnable fills;
  private final int fillsFrom;
  private final int ordinaryLimit;
  private final int minorLimit;
  private final LongAdder[] refused = new LongAdder[DropReason.values().length];
  private final LongAdder refusedSpans = new LongAdder();

  /**
   * A ring for {@code capacity} items, rounded up to a power of two; the last quarter is kept for
   * important ones, and minor ones get no further than the first, and than {@value #MOST_MINOR}.
   *
   * @param fills run by who offers to a ring that holds half as many as minor items may fill: a
   *     reader that sleeps for long should come. Often, and on any thread
   */
  public HandoffRing(int capacity, Runnable fills) {
    queue = new MpscVarHandleArrayQueue<>(capacity);
    this.fills = fills;
    ordinaryLimit = queue.capacity() - queue.capacity() / 4;
    minorLimit = Math.min(queue.capacity() / 4, MOST_MINOR);
    fillsFrom = (minorLimit + 1) / 2;
    Arrays.setAll(refused, reason -> new LongAdder());
  }

  /** Hands an item over; false if there was no room, which is counted here. */
  public boolean offer(TelemetryItem item) {
    if (queue.offerIfBelowThreshold(item, fillsFrom)) {
      return true;
    }
    fills.run();
    boolean accepted = queue.offerIfBelowThreshold(item, limit(item));
    if (!accepted) {
      refuse(item.minor() ? DropReason.RING_SHARE : DropReason.RING_FULL);
      if (item.isSpan()) {
        refusedSpans.increment();
      }
    }
    return accepted;
  }

  /** So many since the last look that the next should come soon, or the ring will call. */
  public int few() {
    return fillsFrom / 2;
  }

  private int limit(TelemetryItem item) {
    if (item.minor()) {
      return minorLimit;
    }
    return item.important() ? queue.capacity() : ordinaryLimit;
  }

  /** Counts an item that its maker did not even offer. */
  public void refuse(DropReason reason) {
    refused[reason.code()].increment();
  }

  /** Takes one item after the other; must not throw. Make one and keep it: a drain is frequent. */
  @FunctionalInterface
  public interface Taker extends MessagePassingQueue.Consumer<TelemetryItem> {}

  /** Takes up to {@code limit} items. */
  public int drain(Taker taker, int limit) {
    return queue.drain(taker, limit);
  }

  /** Whether an item waits. */
  public boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Items accepted since the start. */
  public long accepted() {
    return queue.currentProducerIndex();
  }

  /** Items drained since the start. */
  public long drained() {
    return queue.currentConsumerIndex();
  }

  /** Items refused for that reason since the start. */
  public long refused(DropReason reason) {
    return refused[reason.code()].sum();
  }

  /** The spans among those refused. */
  public long refusedSpans() {
    return refusedSpans.sum();
  }
}
