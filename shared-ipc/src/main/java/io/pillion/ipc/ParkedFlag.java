package io.pillion.ipc;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says that a thread sleeps or is about to, so that whoever has work for it wakes it, and only one
 * of them pays for that.
 *
 * <p>No wake-up is lost if the sleeper raises the flag, then looks for work, then sleeps, and the
 * others make their work visible, then take the flag: both sides are ordered as volatile accesses
 * are, so that at least one of them sees the other.
 *
 * <p><b>Threading.</b> {@link #raise} and {@link #lower} by the sleeper, {@link #take} from any.
 */
final class ParkedFlag {
  private final AtomicBoolean parked = new AtomicBoolean();

  /** About to sleep: look for work once more after this. */
  void raise() {
    parked.set(true);
  }

  /** Awake, and nobody needs to take the flag any more. */
  void lower() {
    parked.set(false);
  }

  /** Whether the caller is the one to wake the sleeper; true once for each {@link #raise}. */
  boolean take() {
    return parked.get() && parked.compareAndSet(true, false);
  }
}
