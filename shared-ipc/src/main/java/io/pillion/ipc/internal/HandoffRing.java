package io.pillion.ipc.internal;

import io.pillion.ipc.TelemetryItem;
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
  private final MpscVarHandleArrayQueue<TelemetryItem> queue;
  private final int ordinaryLimit;
  private final LongAdder refused = new LongAdder();
  private final LongAdder refusedSpans = new LongAdder();

  /**
   * A ring for {@code capacity} items, rounded up to a power of two; the last quarter is kept for
   * important ones.
   */
  public HandoffRing(int capacity) {
    queue = new MpscVarHandleArrayQueue<>(capacity);
    ordinaryLimit = queue.capacity() - queue.capacity() / 4;
  }

  /** Hands an item over; false if there was no room, which is counted here. */
  public boolean offer(TelemetryItem item) {
    boolean accepted =
        item.important() ? queue.offer(item) : queue.offerIfBelowThreshold(item, ordinaryLimit);
    if (!accepted) {
      refused.increment();
      if (item.isSpan()) {
        refusedSpans.increment();
      }
    }
    return accepted;
  }

  /** Takes up to {@code limit} items; {@code consumer} must not throw. */
  public int drain(MessagePassingQueue.Consumer<TelemetryItem> consumer, int limit) {
    return queue.drain(consumer, limit);
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

  /** Items refused since the start. */
  public long refused() {
    return refused.sum();
  }

  /** The spans among {@link #refused}. */
  public long refusedSpans() {
    return refusedSpans.sum();
  }
}
