package io.pillion.agent.app;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.TaskContexts;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets requests do their work on other threads, and looks whether it stays theirs. */
public final class HopsApp {
  private static final int CONCURRENT = 100;
  private static final int REQUESTS = 20_000;
  private static final int VIRTUAL_THREADS = 10_000;

  private HopsApp() {}

  /**
   * Prints one line for each check.
   *
   * @param arguments {@code threads} to look at plain threads only
   */
  public static void main(String[] arguments) throws Exception {
    awaitAgent();
    if (arguments.length > 0) {
      plainThread();
      new PoolManners().print();
    } else {
      try (Hops hops = new Hops()) {
        eachHop(hops);
        plainThread();
        manyAtOnce(hops);
        if (Runtime.version().feature() >= 21) {
          manyVirtualThreads();
        }
        manyRequests(hops);
      }
      new PoolManners().print();
    }
    System.out.println("failures " + Agent.adviceFailures());
    System.out.println("untracked " + TaskContexts.shared().untracked());
  }

  /** Returns once the classes of the JDK are woven. */
  private static void awaitAgent() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("pillion-start")) {
        thread.join(30_000);
      }
    }
  }

  private static void eachHop(Hops hops) {
    for (Map.Entry<String, Hops.Hop> hop : hops.all().entrySet()) {
      String problem = outside(hop.getValue());
      problem += inside(hop.getValue());
      problem += outside(hop.getValue());
      System.out.println("hop " + hop.getKey() + (problem.isEmpty() ? " ok" : problem));
    }
  }

  private static String outside(Hops.Hop hop) {
    Probe probe = new Probe();
    try {
      hop.go(probe);
    } catch (Exception e) {
      return " outside " + e;
    }
    return probe.sawOnly(null) ? "" : " outside saw " + probe;
  }

  private static String inside(Hops.Hop hop) {
    try (Request request = new Request()) {
      Probe probe = new Probe();
      hop.go(probe);
      if (Agent.context().capture() != request.context()) {
        return " lost at home";
      }
      return probe.sawOnly(request.context()) ? "" : " inside saw " + probe;
    } catch (Exception e) {
      return " inside " + e;
    }
  }

  private static void plainThread() throws Exception {
    try (Request request = new Request()) {
      Probe probe = new Probe();
      new Thread(probe).start();
      probe.await();
      System.out.println(
          "thread " + (probe.sawOnly(request.context()) ? "carried" : "not carried"));
    }
  }

  /** Requests at the same time on the same pools. */
  private static void manyAtOnce(Hops hops) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CONCURRENT);
    CountDownLatch together = new CountDownLatch(CONCURRENT);
    AtomicInteger mixedUp = new AtomicInteger();
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < CONCURRENT; i++) {
      ends.add(
          callers.submit(
              () -> {
                together.countDown();
                together.await();
                for (Hops.Hop hop : hops.all().values()) {
                  String problem = inside(hop) + outside(hop);
                  if (!problem.isEmpty() && mixedUp.incrementAndGet() < 10) {
                    System.out.println("mixed " + problem);
                  }
                }
                return null;
              }));
    }
    for (Future<?> end : ends) {
      end.get();
    }
    callers.shutdown();
    System.out.println("mixed-up " + mixedUp);
  }

  private static void manyVirtualThreads() throws Exception {
    ExecutorService perTask = Hops.virtualPerTask();
    List<Future<Boolean>> ends = new ArrayList<>();
    for (int i = 0; i < VIRTUAL_THREADS; i++) {
      try (Request request = new Request()) {
        Object context = request.context();
        ends.add(
            perTask.submit(
                () -> {
                  boolean before = Agent.context().capture() == context;
                  Thread.sleep(5);
                  return before && Agent.context().capture() == context;
                }));
      }
    }
    int right = 0;
    for (Future<Boolean> end : ends) {
      right += end.get() ? 1 : 0;
    }
    perTask.shutdown();
    System.out.println("virtual-threads " + right);
  }

  /** Looks whether anything of a request outlives it. */
  private static void manyRequests(Hops hops) throws Exception {
    List<Hops.Hop> all = new ArrayList<>(hops.all().values());
    List<WeakReference<Object>> contexts = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      contexts.add(oneRequest(all.get(i % all.size())));
    }
    int alive = 0;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    do {
      System.gc();
      alive = 0;
      for (WeakReference<Object> context : contexts) {
        alive += context.get() == null ? 0 : 1;
      }
    } while (alive > 0 && System.nanoTime() < deadline);
    System.out.println("alive " + alive);
    System.out.println("tracked " + TaskContexts.shared().size());
  }

  private static WeakReference<Object> oneRequest(Hops.Hop hop) throws Exception {
    try (Request request = new Request()) {
      hop.go(new Probe());
      return new WeakReference<>(request.context());
    }
  }
}
