package io.pillion.ipc;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.wire.RecordEncoder;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks the sidecar from application threads: the question goes into the request queue, the answer
 * comes back in a slot of the reply page.
 *
 * <p>Nothing here waits beyond the caller's deadline. No free slot, no turn at the queue, no room,
 * or a silent sidecar: the answer is null, and the caller decides by itself. After a question that
 * went unanswered the following ones are not asked for a tenth of a second, and longer each time.
 *
 * <p><b>Threading.</b> {@link #ask} from any thread; {@link #rollIfDue} and {@link
 * #reclaimLostSlots} from the writer thread.
 */
final class CheckClient {
  private static final long FIRST_BREAK_NS = 100_000_000;
  private static final long LONGEST_BREAK_NS = 800_000_000;

  /** More than a roll of the queue takes, which the writer thread does with the turn in hand. */
  private static final long TURN_NS = 5_000_000;

  private static final long TURN_SPIN_NS = 20_000;
  private static final long SPIN_NS = 15_000;
  private static final long YIELD_NS = 60_000;
  private static final long PARK_NS = 50_000;
  private static final int CLOCK_EVERY = 32;
  private static final long CLOSE_NS = 5_000_000_000L;

  private static final int SLOT_FREE = 0;
  private static final int SLOT_USED = 1;
  private static final int SLOT_LOST = 2;

  /** Defects, for the tests that show that the tests would find them; never set otherwise. */
  private static final String SEED_DEFECT = System.getProperty("pillion.test.seed-defect", "");

  private static final boolean LOSE_DOORBELL = SEED_DEFECT.equals("lost-doorbell");
  private static final boolean REUSE_SLOT = SEED_DEFECT.equals("reused-reply-slot");

  private final SegmentWriter requests;
  private final ReplyPage replies;
  private final Bell bell;
  private final Runnable wakeWriter;
  private final AtomicIntegerArray slots = new AtomicIntegerArray(ReplyPage.SLOTS);
  private final long[] generations = new long[ReplyPage.SLOTS];
  private final AtomicBoolean turn = new AtomicBoolean();
  private final RecordEncoder encoder = new RecordEncoder();
  private final RecordEncoder paddingEncoder = new RecordEncoder();
  private volatile long breakNs = FIRST_BREAK_NS;
  private volatile long brokenUntil;
  private volatile boolean broken;
  private volatile boolean failed;

  CheckClient(SegmentWriter requests, ReplyPage replies, Bell bell, Runnable wakeWriter) {
    this.requests = requests;
    this.replies = replies;
    this.bell = bell;
    this.wakeWriter = wakeWriter;
  }

  /**
   * Asks and waits.
   *
   * @param timeoutNs from now; the longest that this call takes
   * @return the sidecar's decision, or null if there is none
   */
  @Nullable Decision ask(CheckRequest request, long timeoutNs) {
    long start = System.nanoTime();
    if (failed || isBroken(start)) {
      return null;
    }
    int slot = claimSlot();
    if (slot < 0) {
      return null;
    }
    long generation = REUSE_SLOT ? generations[slot] : ++generations[slot];
    replies.await(slot, generation);
    if (!send(slot, generation, request, start, timeoutNs)) {
      return settle(slot, generation);
    }
    // The queue's own store is a release only: without this the flag could be read before it.
    VarHandle.fullFence();
    boolean heard = LOSE_DOORBELL || !replies.takeChecksParked() || bell.ring();
    if (heard && awaitAnswer(slot, generation, start, timeoutNs)) {
      breakNs = FIRST_BREAK_NS;
    } else {
      breakFor(System.nanoTime());
    }
    return settle(slot, generation);
  }

  private boolean isBroken(long now) {
    if (broken && now - brokenUntil >= 0) {
      broken = false;
    }
    return broken;
  }

  private void breakFor(long now) {
    if (broken) {
      // Of many askers that waited in vain together, one counts.
      return;
    }
    long ns = breakNs;
    breakNs = Math.min(2 * ns, LONGEST_BREAK_NS);
    brokenUntil = now + ns;
    broken = true;
    // It finds out whether the sidecar is gone.
    wakeWriter.run();
  }

  /** The sidecar came or went: what it failed to answer before says nothing any more. */
  void forgetFailures() {
    breakNs = FIRST_BREAK_NS;
    broken = false;
  }

  private int claimSlot() {
    int start = REUSE_SLOT ? 0 : (int) (Thread.currentThread().getId() * 7) & (ReplyPage.SLOTS - 1);
    for (int i = 0; i < ReplyPage.SLOTS; i++) {
      int slot = (start + i) & (ReplyPage.SLOTS - 1);
      if (slots.get(slot) == SLOT_FREE && slots.compareAndSet(slot, SLOT_FREE, SLOT_USED)) {
        return slot;
      }
    }
    return -1;
  }

  private boolean send(
      int slot, long generation, CheckRequest request, long start, long timeoutNs) {
    if (!takeTurn(start, Math.min(TURN_NS, timeoutNs))) {
      return false;
    }
    try {
      ByteBuffer record = encode(slot, generation, request);
      if (record == null || failed) {
        return false;
      }
      int room = requests.remaining();
      if (room < record.remaining()) {
        wakeWriter.run();
        return false;
      }
      requests.append(record);
      if (room - record.remaining() < requests.capacity() / 2) {
        wakeWriter.run();
      }
      return true;
    } catch (Throwable e) {
      // The queue cannot be trusted any more. The writer thread begins a new session.
      failed = true;
      wakeWriter.run();
      return false;
    } finally {
      turn.set(false);
    }
  }

  /** Null if the question cannot be put whole: a shortened path would be another question. */
  private @Nullable ByteBuffer encode(int slot, long generation, CheckRequest request) {
    try {
      encoder.segmentStarted();
      encoder.check(slot, generation, request);
      return encoder.finish(generation);
    } catch (RuntimeException e) {
      return null;
    }
  }

  private boolean takeTurn(long start, long atMostNs) {
    while (!turn.compareAndSet(false, true)) {
      long waited = System.nanoTime() - start;
      if (waited > atMostNs) {
        return false;
      }
      if (waited > TURN_SPIN_NS) {
        LockSupport.parkNanos(PARK_NS);
      } else {
        Thread.onSpinWait();
      }
    }
    return true;
  }

  @SuppressWarnings("ThreadPriorityCheck") // On few cores the sidecar may need ours to answer.
  private boolean awaitAnswer(int slot, long generation, long start, long timeoutNs) {
    for (int i = 1; !replies.isDone(slot, generation); i++) {
      if (i % CLOCK_EVERY != 0) {
        Thread.onSpinWait();
        continue;
      }
      long waited = System.nanoTime() - start;
      if (waited > timeoutNs) {
        return false;
      }
      if (waited > YIELD_NS) {
        LockSupport.parkNanos(PARK_NS);
        i = CLOCK_EVERY - 1;
      } else if (waited > SPIN_NS) {
        Thread.yield();
      }
    }
    return true;
  }

  /** Takes the answer if there is one, and frees the slot if the sidecar is done with it. */
  private @Nullable Decision settle(int slot, long generation) {
    if (replies.isDone(slot, generation)) {
      Decision decision = replies.read(slot);
      slots.set(slot, SLOT_FREE);
      return decision;
    }
    slots.set(slot, replies.giveUp(slot, generation) ? SLOT_FREE : SLOT_LOST);
    return null;
  }

  /** Whether the request queue threw: this session is to be given up. */
  boolean hasFailed() {
    return failed;
  }

  /**
   * Keeps application threads out of the request queue from now on, so that it can be unmapped.
   *
   * @return false if one is stuck in it: then the queue must be left mapped
   */
  boolean retire() {
    failed = true;
    long began = System.nanoTime();
    while (!turn.compareAndSet(false, true)) {
      if (System.nanoTime() - began > CLOSE_NS) {
        return false;
      }
      LockSupport.parkNanos(PARK_NS);
    }
    return true;
  }

  /** Prepares and takes the next segment of the request queue ahead of need. */
  void rollIfDue() throws IOException {
    if (requests.remaining() > requests.capacity() / 2
        || requests.prepareNext() != SegmentWriter.Preparation.READY
        || !turn.compareAndSet(false, true)) {
      return;
    }
    try {
      paddingEncoder.padding();
      requests.roll(paddingEncoder.finish(0));
    } catch (Throwable e) {
      failed = true;
    } finally {
      turn.set(false);
    }
  }

  /**
   * Frees slots that the sidecar was writing when their askers gave up.
   *
   * @param sidecarGone whether it can no longer be writing
   */
  void reclaimLostSlots(boolean sidecarGone) {
    for (int slot = 0; slot < ReplyPage.SLOTS; slot++) {
      if (slots.get(slot) == SLOT_LOST
          && (sidecarGone || replies.isDone(slot, generations[slot]))) {
        slots.set(slot, SLOT_FREE);
      }
    }
  }
}
