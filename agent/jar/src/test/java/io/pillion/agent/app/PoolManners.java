package io.pillion.agent.app;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.TaskContexts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What an application may do with its tasks in a pool must go on as without the agent. */
@SuppressWarnings("try") // A request is current for as long as its block lasts.
final class PoolManners {
  private interface Check {
    boolean holds() throws Exception;
  }

  /** Prints one line for each check. */
  void print() {
    print("priority", this::comparableTasksAreOrdered);
    print("remove", this::waitingTaskCanBeRemoved);
    print("queue-remove", this::waitingTaskCanBeRemovedFromTheQueue);
    print("hooks", this::hooksMeetTheTaskItself);
    print("rejected", this::handlerMeetsTheTaskItself);
    print("caller-runs", this::callerRunsInItsOwnContext);
    print("discarded", this::discardedTaskLeavesNothing);
    print("factory", this::failingFactoryLeavesNothing);
    print("drained", this::shutdownGivesTheTasksBack);
    print("twice", this::oneTaskSubmittedByTwoRequestsHasBoth);
    print("periodic", this::periodicTaskCarriesNothing);
    print("throwing", this::throwingTaskLeavesNothing);
    System.out.println("left " + TaskContexts.shared().size());
  }

  private static void print(String name, Check check) {
    String outcome;
    try {
      outcome = check.holds() ? "ok" : "broken";
    } catch (Exception e) {
      outcome = e.toString();
    }
    System.out.println("manners " + name + " " + outcome);
  }

  private boolean comparableTasksAreOrdered() throws Exception {
    List<Integer> order = new CopyOnWriteArrayList<>();
    List<Probe> probes = new ArrayList<>();
    try (Pool pool = new Pool(new PriorityBlockingQueue<>());
        Request request = new Request()) {
      for (int rank : new int[] {3, 1, 2}) {
        Probe probe = new Probe();
        probes.add(probe);
        pool.execute(new Ranked(rank, order, probe));
      }
      pool.open();
      for (Probe probe : probes) {
        probe.await();
        if (!probe.sawOnly(request.context())) {
          return false;
        }
      }
    }
    return order.equals(List.of(1, 2, 3));
  }

  private boolean waitingTaskCanBeRemoved() throws Exception {
    Probe probe = new Probe();
    try (Pool pool = new Pool(new LinkedBlockingQueue<>())) {
      try (Request request = new Request()) {
        pool.execute(probe);
      }
      boolean removed = pool.remove(probe) && TaskContexts.shared().size() == 0;
      pool.execute(probe);
      pool.open();
      probe.await();
      return removed && probe.sawOnly(null);
    }
  }

  private boolean waitingTaskCanBeRemovedFromTheQueue() throws Exception {
    Probe probe = new Probe();
    try (Pool pool = new Pool(new LinkedBlockingQueue<>());
        Request request = new Request()) {
      pool.execute(probe);
      boolean found = pool.getQueue().contains(probe) && pool.getQueue().peek() == probe;
      boolean removed = pool.getQueue().remove(probe);
      TaskContexts.shared().take(probe);
      return found && removed;
    }
  }

  private boolean hooksMeetTheTaskItself() throws Exception {
    Probe probe = new Probe();
    try (Pool pool = new Pool(new LinkedBlockingQueue<>());
        Request request = new Request()) {
      pool.open();
      pool.execute(probe);
      pool.settle();
      boolean both = pool.met.indexOf(probe) == 1 && pool.met.lastIndexOf(probe) == 2;
      return probe.sawOnly(request.context()) && both && pool.met.size() == 3;
    }
  }

  private boolean handlerMeetsTheTaskItself() throws Exception {
    Probe probe = new Probe();
    List<Runnable> refused = new ArrayList<>();
    try (Pool pool = new Pool(new ArrayBlockingQueue<>(1), (task, from) -> refused.add(task));
        Request request = new Request()) {
      pool.execute(() -> {});
      pool.execute(probe);
      boolean same = refused.size() == 1 && refused.get(0) == probe;
      return same && TaskContexts.shared().size() == 1;
    }
  }

  private boolean callerRunsInItsOwnContext() throws Exception {
    Probe probe = new Probe();
    try (Pool pool =
            new Pool(new ArrayBlockingQueue<>(1), new ThreadPoolExecutor.CallerRunsPolicy());
        Request request = new Request()) {
      pool.execute(() -> {});
      pool.execute(probe);
      return probe.sawOnly(request.context()) && TaskContexts.shared().size() == 1;
    }
  }

  private boolean discardedTaskLeavesNothing() throws Exception {
    Runnable task = () -> {};
    try (Pool pool = new Pool(new ArrayBlockingQueue<>(1));
        Request request = new Request()) {
      pool.execute(task);
      for (int i = 0; i < 10; i++) {
        try {
          pool.execute(task);
          return false;
        } catch (RejectedExecutionException expected) {
          // As the pool is full.
        }
      }
      return TaskContexts.shared().size() == 1;
    }
  }

  private boolean failingFactoryLeavesNothing() {
    Runnable task = () -> {};
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            runnable -> {
              throw new IllegalStateException("on purpose");
            });
    try (Request request = new Request()) {
      pool.execute(task);
      return false;
    } catch (IllegalStateException expected) {
      return TaskContexts.shared().size() == 0;
    } finally {
      pool.shutdownNow();
    }
  }

  private boolean shutdownGivesTheTasksBack() throws Exception {
    Probe probe = new Probe();
    try (Pool pool = new Pool(new LinkedBlockingQueue<>());
        Request request = new Request()) {
      pool.execute(probe);
      List<Runnable> back = pool.shutdownNow();
      return back.size() == 1 && back.get(0) == probe && TaskContexts.shared().size() == 0;
    }
  }

  private boolean oneTaskSubmittedByTwoRequestsHasBoth() throws Exception {
    List<Object> seen = new CopyOnWriteArrayList<>();
    List<Object> expected = new ArrayList<>();
    Runnable task = () -> seen.add(Agent.context().capture());
    try (Pool pool = new Pool(new LinkedBlockingQueue<>())) {
      for (int i = 0; i < 2; i++) {
        try (Request request = new Request()) {
          expected.add(request.context());
          pool.execute(task);
        }
      }
      pool.open();
      pool.settle();
    }
    return seen.equals(expected);
  }

  private boolean periodicTaskCarriesNothing() throws Exception {
    ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1);
    Probe fixedRate = new Probe();
    Probe fixedDelay = new Probe();
    try (Request request = new Request()) {
      pool.scheduleAtFixedRate(fixedRate, 0, 1, TimeUnit.MILLISECONDS);
      pool.scheduleWithFixedDelay(fixedDelay, 0, 1, TimeUnit.MILLISECONDS);
      fixedRate.await();
      fixedDelay.await();
      pool.schedule(() -> {}, 3, TimeUnit.MILLISECONDS).get();
    } finally {
      pool.shutdownNow();
    }
    return fixedRate.sawOnly(null) && fixedDelay.sawOnly(null);
  }

  private boolean throwingTaskLeavesNothing() throws Exception {
    Probe probe = new Probe();
    try (Pool pool = new Pool(new LinkedBlockingQueue<>())) {
      pool.open();
      try (Request request = new Request()) {
        pool.execute(
            () -> {
              Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {});
              throw new IllegalStateException("on purpose");
            });
      }
      pool.execute(probe);
      probe.await();
    }
    return probe.sawOnly(null);
  }

  /** One worker, busy until opened, that remembers what its hooks are given. */
  private static final class Pool extends ThreadPoolExecutor implements AutoCloseable {
    private final CountDownLatch opened = new CountDownLatch(1);
    private final List<Runnable> met = new CopyOnWriteArrayList<>();

    Pool(BlockingQueue<Runnable> queue) {
      this(queue, new AbortPolicy());
    }

    Pool(BlockingQueue<Runnable> queue, RejectedExecutionHandler handler) {
      super(1, 1, 1, TimeUnit.SECONDS, queue, handler);
      CountDownLatch busy = new CountDownLatch(1);
      execute(
          () -> {
            busy.countDown();
            await(opened);
          });
      await(busy);
      met.clear();
    }

    void open() {
      opened.countDown();
    }

    /** Waits until all tasks and their hooks have run. */
    void settle() throws InterruptedException {
      shutdown();
      awaitTermination(20, TimeUnit.SECONDS);
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable task) {
      met.add(task);
    }

    @Override
    protected void afterExecute(Runnable task, Throwable failure) {
      met.add(task);
    }

    @Override
    public void close() {
      open();
      shutdownNow();
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final class Ranked implements Runnable, Comparable<Ranked> {
    private final int rank;
    private final List<Integer> order;
    private final Probe probe;

    Ranked(int rank, List<Integer> order, Probe probe) {
      this.rank = rank;
      this.order = order;
      this.probe = probe;
    }

    @Override
    public int compareTo(Ranked other) {
      return Integer.compare(rank, other.rank);
    }

    @Override
    public void run() {
      order.add(rank);
      probe.run();
    }
  }
}
