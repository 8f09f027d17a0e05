package io.pillion.instrumentation.httpurlconnection;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges under way, by connection. A connection has no place for anything of ours; this
 * holds it weakly and by identity, and no more than a fixed number.
 *
 * <p><b>Threading.</b> Any thread; never blocks for long.
 */
public final class OpenExchanges {
  private final ConcurrentHashMap<Key, OpenExchange> byConnection = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> abandoned = new ReferenceQueue<>();
  private final int limit;

  OpenExchanges(int limit) {
    this.limit = limit;
  }

  /** Whether there is no room for one more. */
  boolean isFull() {
    for (Reference<?> gone = abandoned.poll(); gone != null; gone = abandoned.poll()) {
      byConnection.remove(gone);
    }
    return byConnection.mappingCount() >= limit;
  }

  @Nullable OpenExchange get(Object connection) {
    return byConnection.isEmpty() ? null : byConnection.get(new Key(connection, null));
  }

  void put(Object connection, OpenExchange exchange) {
    byConnection.put(new Key(connection, abandoned), exchange);
  }

  void remove(Object connection) {
    byConnection.remove(new Key(connection, null));
  }

  /** A connection by its identity. */
  public static final class Key extends WeakReference<Object> {
    private final int hash;

    Key(Object connection, @Nullable ReferenceQueue<Object> queue) {
      super(connection, queue);
      this.hash = System.identityHashCode(connection);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      if (this == other) {
        return true;
      }
      Object connection = get();
      return connection != null && other instanceof Key key && key.refersTo(connection);
    }
  }
}
