package io.pillion.ipc.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.wire.RecordEncoder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** What may come of threads that use one hand-off ring; every other outcome fails the build. */
public final class HandoffRingStress {
  /** Three for anybody, the fourth for the important. */
  private static final int CAPACITY = 4;

  private HandoffRingStress() {}

  /** Has a plain field, written before it is handed over. */
  private static final class Item implements TelemetryItem {
    private final boolean important;
    private int content;

    Item(boolean important, int content) {
      this.important = important;
      this.content = content;
    }

    @Override
    public boolean important() {
      return important;
    }

    @Override
    public boolean isSpan() {
      return !important;
    }

    @Override
    public void encodeTo(RecordEncoder encoder) {
      throw new UnsupportedOperationException("never encoded here");
    }
  }

  private static HandoffRing ringWith(int items) {
    HandoffRing ring = new HandoffRing(CAPACITY, () -> {});
    for (int i = 0; i < items; i++) {
      ring.offer(new Item(false, i));
    }
    return ring;
  }

  private static int offer(HandoffRing ring, boolean important, int content) {
    return ring.offer(new Item(important, content)) ? 1 : 0;
  }

  /** Empties the ring; 0 if its counters agree with what was offered and what came out. */
  private static int account(HandoffRing ring, int offered, int drainedBefore) {
    int rest = ring.drain(item -> {}, 2 * CAPACITY);
    boolean agree =
        ring.accepted() + ring.refused(DropReason.RING_FULL) == offered
            && ring.drained() == ring.accepted()
            && ring.drained() == drainedBefore + rest
            && ring.refusedSpans() == ring.refused(DropReason.RING_FULL)
            && ring.isEmpty();
    return agree ? 0 : -1;
  }

  /** Two threads want the last place for ordinary items. */
  @JCStressTest
  @Outcome(
      id = {"1, 0, 0", "0, 1, 0"},
      expect = ACCEPTABLE,
      desc = "one got it, the other was counted")
  @State
  public static class LastPlace {
    private final HandoffRing ring = ringWith(2);

    /** One thread. */
    @Actor
    public void one(III_Result result) {
      result.r1 = offer(ring, false, 1);
    }

    /** The other. */
    @Actor
    public void other(III_Result result) {
      result.r2 = offer(ring, false, 2);
    }

    /** Takes stock. */
    @Arbiter
    public void stock(III_Result result) {
      result.r3 = account(ring, 4, 0);
    }
  }

  /** Two threads at a ring that has no place for either. */
  @JCStressTest
  @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "refused, and both were counted")
  @State
  public static class Refused {
    private final HandoffRing ring = ringWith(3);

    /** One thread. */
    @Actor
    public void one(III_Result result) {
      result.r1 = offer(ring, false, 1);
    }

    /** The other. */
    @Actor
    public void other(III_Result result) {
      result.r2 = offer(ring, false, 2);
    }

    /** Takes stock. */
    @Arbiter
    public void stock(III_Result result) {
      result.r3 = account(ring, 5, 0);
    }
  }

  /** Ordinary items cannot take the place that is kept for an important one. */
  @JCStressTest
  @Outcome(
      id = {"0, 1, 0", "1, 1, 0"},
      expect = ACCEPTABLE,
      desc = "the important item got in, ordinary ones up to their limit")
  @State
  public static class Reserve {
    private final HandoffRing ring = ringWith(2);

    /** Ordinary ones, more than there is room for. */
    @Actor
    public void ordinary(III_Result result) {
      result.r1 = offer(ring, false, 1) + offer(ring, false, 2);
    }

    /** The important one. */
    @Actor
    public void important(III_Result result) {
      result.r2 = offer(ring, true, 3);
    }

    /** Takes stock. */
    @Arbiter
    public void stock(III_Result result) {
      result.r3 = account(ring, 5, 0);
    }
  }

  /** A full ring is emptied while somebody offers. */
  @JCStressTest
  @Outcome(
      id = {"0, 1, 0", "1, 1, 0"},
      expect = ACCEPTABLE,
      desc = "in before or after the place was free, and counted")
  @State
  public static class OfferWhileDrained {
    private final HandoffRing ring = ringWith(3);

    /** Offers. */
    @Actor
    public void offers(III_Result result) {
      result.r1 = offer(ring, false, 1);
    }

    /** Takes one out. */
    @Actor
    public void drains(III_Result result) {
      result.r2 = ring.drain(item -> {}, 1);
    }

    /** Takes stock. */
    @Arbiter
    public void stock(III_Result result) {
      result.r3 = account(ring, 4, result.r2);
    }
  }

  /** What comes out is whole and in order. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "1, 0", "1, 2"},
      expect = ACCEPTABLE,
      desc = "a prefix of what was offered")
  @State
  public static class Order {
    private final HandoffRing ring = ringWith(0);

    /** Offers two. */
    @Actor
    public void offers() {
      Item first = new Item(false, 0);
      first.content = 1;
      ring.offer(first);
      Item second = new Item(false, 0);
      second.content = 2;
      ring.offer(second);
    }

    /** Takes what is there. */
    @Actor
    public void drains(II_Result result) {
      int[] seen = new int[3];
      ring.drain(item -> seen[1 + seen[0]++] = contentOf(item), 2);
      result.r1 = seen[1];
      result.r2 = seen[2];
    }

    /** An item without its content must not look like no item. */
    private static int contentOf(TelemetryItem item) {
      int content = ((Item) item).content;
      return content == 0 ? -1 : content;
    }
  }
}
