package io.pillion.agent.bootstrap;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What tasks waiting in queues were submitted for: from the task object to what {@link
 * ContextCarrier#capture} gave. It stands beside the tasks, so that the application's queues hold
 * the application's own objects.
 *
 * <p>Tasks are known by identity and held weakly. One object submitted several times has several
 * contexts, taken in the order in which they came. What exceeds the capacity is not tracked, and
 * counted.
 *
 * <p><b>Threading.</b> Any thread. Readers that find nothing take no lock; whoever changes a chain
 * holds its lock for a few steps and calls nobody else's code. <b>Failure.</b> No method throws.
 */
public final class TaskContexts {
  private static final int CAPACITY = 65_536;
  private static final int CHAINS = 4096;
  private static final int LOCKS = 64;
  private static final TaskContexts SHARED = new TaskContexts(CAPACITY);

  private final int capacity;
  private final AtomicReferenceArray<@Nullable Entry> chains = new AtomicReferenceArray<>(CHAINS);
  private final Object[] locks = new Object[LOCKS];
  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong untracked = new AtomicLong();

  /**
   * An empty map.
   *
   * @param capacity how many contexts are held at most
   */
  public TaskContexts(int capacity) {
    this.capacity = capacity;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /** The one of this process. */
  public static TaskContexts shared() {
    return SHARED;
  }

  /**
   * Adds a context to those of {@code task}.
   *
   * @return names this addition to {@link #undo}; null if it was not tracked
   */
  public @Nullable Object put(Object task, Object context) {
    expunge();
    if (size.incrementAndGet() > capacity) {
      size.decrementAndGet();
      untracked.incrementAndGet();
      return null;
    }
    Entry added = new Entry(task, context, System.identityHashCode(task), collected);
    int chain = chain(added.hash);
    synchronized (lock(chain)) {
      added.next = chains.get(chain);
      chains.set(chain, added);
    }
    return added;
  }

  /** Gives a task that is never queued twice at a time its context, in place of an earlier one. */
  public @Nullable Object set(Object task, Object context) {
    take(task);
    return put(task, context);
  }

  /** Removes and returns the oldest context of {@code task}; null if there is none. */
  public @Nullable Object take(Object task) {
    if (size.get() == 0) {
      return null;
    }
    expunge();
    int hash = System.identityHashCode(task);
    if (oldest(task, hash) == null) {
      return null;
    }
    synchronized (lock(chain(hash))) {
      Entry found = oldest(task, hash);
      if (found == null) {
        return null;
      }
      unlink(found);
      return found.context;
    }
  }

  /** Removes the newest {@code context} of {@code task}, if there is such. */
  public void undo(Object task, Object context) {
    if (size.get() == 0) {
      return;
    }
    int hash = System.identityHashCode(task);
    int chain = chain(hash);
    synchronized (lock(chain)) {
      for (Entry entry = chains.get(chain); entry != null; entry = entry.next) {
        if (entry.context == context && entry.refersTo(task)) {
          unlink(entry);
          return;
        }
      }
    }
  }

  /** Removes what {@link #put} or {@link #set} added, if it is still there. */
  public void undo(Object addition) {
    if (addition instanceof Entry entry) {
      synchronized (lock(chain(entry.hash))) {
        unlink(entry);
      }
    }
  }

  /** How many contexts are held. */
  public int size() {
    return size.get();
  }

  /** How many contexts were not tracked since the start because there was no room. */
  public long untracked() {
    return untracked.get();
  }

  /** Entries are added in front, so the oldest is the last. */
  private @Nullable Entry oldest(Object task, int hash) {
    Entry found = null;
    for (Entry entry = chains.get(chain(hash)); entry != null; entry = entry.next) {
      if (entry.hash == hash && entry.refersTo(task)) {
        found = entry;
      }
    }
    return found;
  }

  /** Forgets tasks that were dropped without being run. */
  private void expunge() {
    for (Object gone = collected.poll(); gone != null; gone = collected.poll()) {
      undo(gone);
    }
  }

  /** Under the chain's lock. What is unlinked keeps its successor, for readers that stand on it. */
  private void unlink(Entry removed) {
    int chain = chain(removed.hash);
    Entry previous = null;
    for (Entry entry = chains.get(chain); entry != null; entry = entry.next) {
      if (entry == removed) {
        if (previous == null) {
          chains.set(chain, entry.next);
        } else {
          previous.next = entry.next;
        }
        removed.clear();
        size.decrementAndGet();
        return;
      }
      previous = entry;
    }
  }

  private Object lock(int chain) {
    return locks[chain & (LOCKS - 1)];
  }

  private static int chain(int hash) {
    return (hash ^ (hash >>> 16)) & (CHAINS - 1);
  }

  private static final class Entry extends WeakReference<Object> {
    final Object context;
    final int hash;
    volatile @Nullable Entry next;

    Entry(Object task, Object context, int hash, ReferenceQueue<Object> collected) {
      super(task, collected);
      this.context = context;
      this.hash = hash;
    }
  }
}
