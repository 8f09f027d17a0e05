package io.pillion.instrumentation.vertx;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.TaskContexts;
import org.jspecify.annotations.Nullable;

/**
 * What the listeners of futures were registered for, and requests that wait belong to. It stands
 * beside them: the type of listeners differs between versions, and a future knows them again by
 * identity.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class KeptContexts {
  private static final int CAPACITY = 65_536;

  /** Not that of the JDK's tasks: listeners that wait for long must not take their room. */
  private static final TaskContexts CONTEXTS = new TaskContexts(CAPACITY);

  private static final String REQUEST_HEAD = "io.netty.handler.codec.http.DefaultHttpRequest";

  private KeptContexts() {}

  /**
   * A listener is about to be registered.
   *
   * @param existing what listens already: a listener, or several in one
   * @return what all of them together were registered for; null if there is only the new one
   */
  public static @Nullable Object register(@Nullable Object listener, @Nullable Object existing) {
    Object context = current();
    if (existing == null) {
      Object unused = listener == null ? null : CONTEXTS.set(listener, context);
      return null;
    }
    Object before = CONTEXTS.take(existing);
    return before == context ? context : Agent.context().nothing();
  }

  /**
   * A listener was registered. Several are told at once: of different work they are told of none.
   * Other threads may have registered theirs since {@link #register}, which took no lock: what they
   * and this one found counts, and if this one found nobody, but is not alone, none does.
   *
   * @param together what listens now; null if the future is complete
   * @param context what {@link #register} returned
   */
  public static void joined(
      @Nullable Object listener, @Nullable Object together, @Nullable Object context) {
    if (together == null || (context == null && together == listener)) {
      return;
    }
    Object others = CONTEXTS.take(together);
    Object kept =
        context != null && (others == null || others == context)
            ? context
            : Agent.context().nothing();
    Object unused = CONTEXTS.put(together, kept);
  }

  /** A message came; if it is the head of a request, the thread works for this one by now. */
  public static void arrived(@Nullable Object message) {
    if (message != null && message.getClass().getName().equals(REQUEST_HEAD)) {
      Object unused = CONTEXTS.set(message, current());
    }
  }

  /** A request was made of its head, which may have come long before. */
  public static void made(Object request, @Nullable Object head) {
    Object context = head == null ? null : CONTEXTS.take(head);
    if (context != null) {
      Object unused = CONTEXTS.set(request, context);
    }
  }

  /** A task was put into the queue of a worker. */
  static void queued(Runnable task) {
    Object unused = CONTEXTS.set(task, current());
  }

  /** An event loop goes on in the midst of somebody's work: "nothing" is to be kept, too. */
  static Object current() {
    Object captured = Agent.context().capture();
    return captured == null ? Agent.context().nothing() : captured;
  }

  /** Goes on with what was kept; returns what to {@link #detach}. */
  public static @Nullable Object attach(@Nullable Object waiting) {
    Object context = waiting == null ? null : CONTEXTS.take(waiting);
    if (context != null) {
      Agent.context().attach(context);
    }
    return context;
  }

  /** As {@link #attach}, for what will go on once more. */
  public static @Nullable Object attachAndKeep(Object waiting) {
    Object context = attach(waiting);
    if (context != null) {
      Object unused = CONTEXTS.set(waiting, context);
    }
    return context;
  }

  /** Leaves the thread as it was. */
  public static void detach(@Nullable Object attached) {
    if (attached != null) {
      Agent.context().detach(attached);
    }
  }
}
