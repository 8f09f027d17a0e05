package io.pillion.agent.app;

import io.pillion.agent.bootstrap.Agent;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks, wherever it runs, what the thread works for. */
final class Probe implements Runnable, Callable<Object> {
  private static final Object NOTHING = "nothing";

  private final Set<Object> seen =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
  private final CountDownLatch ran = new CountDownLatch(1);

  @Override
  public void run() {
    look();
  }

  @Override
  public Object call() {
    return look();
  }

  /** Remembers what is current. */
  Object look() {
    Object context = Agent.context().capture();
    seen.add(context == null ? NOTHING : context);
    ran.countDown();
    return "looked";
  }

  /** Waits for the first look. */
  void await() throws InterruptedException {
    if (!ran.await(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("did not run");
    }
  }

  /** Whether it ran, and each time saw this and nothing else. */
  boolean sawOnly(@Nullable Object context) {
    Object expected = context == null ? NOTHING : context;
    return seen.size() == 1 && seen.contains(expected);
  }

  @Override
  public String toString() {
    return seen.toString();
  }
}
