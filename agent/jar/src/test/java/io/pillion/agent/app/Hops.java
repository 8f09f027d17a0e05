package io.pillion.agent.app;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The ways by which an application's work gets to another thread, each with a name. */
final class Hops implements AutoCloseable {
  /** Has a probe run elsewhere and returns when it has run. */
  interface Hop {
    void go(Probe probe) throws Exception;
  }

  /** Registers a callback on a future. */
  private interface Callback {
    Future<?> on(CompletableFuture<String> future, Probe probe);
  }

  private final Map<String, Hop> all = new LinkedHashMap<>();
  private final List<ExecutorService> pools = new ArrayList<>();
  private final ExecutorService fixed = pool(Executors.newFixedThreadPool(2));
  private final ExecutorService cached = pool(Executors.newCachedThreadPool());
  private final ExecutorService completer = pool(Executors.newSingleThreadExecutor());
  private final ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(2);
  private final ForkJoinPool forkJoin = new ForkJoinPool(3);
  private final HttpServer server;

  Hops() throws Exception {
    pool(scheduled);
    pool(forkJoin);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    throughPools();
    throughForkJoin();
    throughFutures();
    throughCallbacks();
    throughHttpClient();
    if (Runtime.version().feature() >= 21) {
      throughVirtualThreads();
    }
    if (Runtime.version().feature() >= 25) {
      ScheduledExecutorService delaying = (ScheduledExecutorService) (Object) forkJoin;
      add("fj-schedule", probe -> delaying.schedule(probe::call, 1, TimeUnit.MILLISECONDS).get());
    }
  }

  Map<String, Hop> all() {
    return all;
  }

  @Override
  public void close() {
    pools.forEach(ExecutorService::shutdownNow);
    server.stop(0);
  }

  private void throughPools() {
    add("execute", probe -> fixed.execute(probe));
    add("execute-cached", probe -> cached.execute(probe));
    add("submit", probe -> fixed.submit(probe::run).get());
    add("submit-call", probe -> cached.submit(probe::call).get());
    add("invoke-all", probe -> all(fixed.invokeAll(Collections.nCopies(3, probe))));
    add("invoke-any", probe -> cached.invokeAny(List.of(probe)));
    add("schedule", probe -> scheduled.schedule(probe::call, 1, TimeUnit.MILLISECONDS).get());
    add("schedule-now", probe -> scheduled.schedule(probe::run, 0, TimeUnit.NANOSECONDS).get());
    add("scheduled-execute", probe -> scheduled.execute(probe));
    add("scheduled-submit", probe -> scheduled.submit(probe::call).get());
  }

  private void throughForkJoin() {
    add("fj-execute", probe -> forkJoin.execute(probe));
    add("fj-execute-task", probe -> forkJoin.execute(new Split(6, probe)));
    add("fj-submit", probe -> forkJoin.submit(probe::run).get());
    add("fj-submit-call", probe -> forkJoin.submit(probe::call).get());
    add("fj-invoke", probe -> forkJoin.invoke(new Split(6, probe)));
    add("fj-submit-task", probe -> forkJoin.submit(new Split(6, probe)).get());
    add("fj-invoke-all", probe -> all(forkJoin.invokeAll(Collections.nCopies(3, probe))));
    add("fj-invoke-any", probe -> forkJoin.invokeAny(List.of(probe)));
    add("fj-common", probe -> ForkJoinPool.commonPool().submit(probe::run).get());
    add("fj-fork", probe -> new Split(6, probe).fork().join());
    add("parallel-stream", probe -> parallel(probe));
    add("parallel-stream-in-pool", probe -> forkJoin.submit(() -> parallel(probe)).get());
  }

  private void throughFutures() {
    Executor threads = task -> new Thread(task).start();
    add("supply-async", probe -> CompletableFuture.supplyAsync(probe::call).get());
    add("supply-async-pool", probe -> CompletableFuture.supplyAsync(probe::call, fixed).get());
    add("supply-async-own", probe -> CompletableFuture.supplyAsync(probe::call, threads).get());
    add("run-async", probe -> CompletableFuture.runAsync(probe).get());
    add("run-async-own", probe -> CompletableFuture.runAsync(probe, threads).get());
    add(
        "delayed-executor",
        probe ->
            CompletableFuture.runAsync(
                    probe, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, fixed))
                .get());
    add(
        "delayed-execute",
        probe -> CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, fixed).execute(probe));
    add(
        "after-timeout",
        probe ->
            new CompletableFuture<String>()
                .completeOnTimeout("late", 1, TimeUnit.MILLISECONDS)
                .thenRun(probe)
                .get());
    add(
        "async-after-done",
        probe -> CompletableFuture.completedFuture("x").thenRunAsync(probe).get());
  }

  private void throughCallbacks() {
    CompletableFuture<String> never = new CompletableFuture<>();
    callback("then-apply", (f, probe) -> f.thenApply(x -> probe.look()));
    callback("then-apply-async", (f, probe) -> f.thenApplyAsync(x -> probe.look()));
    callback("then-apply-pool", (f, probe) -> f.thenApplyAsync(x -> probe.look(), fixed));
    callback("then-accept", (f, probe) -> f.thenAccept(x -> probe.look()));
    callback("then-run", (f, probe) -> f.thenRun(probe));
    callback("when-complete", (f, probe) -> f.whenComplete((x, e) -> probe.look()));
    callback("handle", (f, probe) -> f.handle((x, e) -> probe.look()));
    callback("then-compose", (f, probe) -> f.thenCompose(x -> looked(probe)));
    callback("exceptionally", (f, probe) -> failing(f).exceptionally(e -> probe.look()));
    callback(
        "exceptionally-compose", (f, probe) -> failing(f).exceptionallyCompose(e -> looked(probe)));
    callback("then-combine", (f, probe) -> f.thenCombine(other(f), (x, y) -> probe.look()));
    callback("accept-both", (f, probe) -> f.thenAcceptBoth(other(f), (x, y) -> probe.look()));
    callback("run-after-both", (f, probe) -> f.runAfterBoth(other(f), probe));
    callback("apply-to-either", (f, probe) -> f.applyToEither(never, x -> probe.look()));
    callback("accept-either", (f, probe) -> f.acceptEither(never, x -> probe.look()));
    callback("run-after-either", (f, probe) -> f.runAfterEither(never, probe));
    callback(
        "minimal-stage",
        (f, probe) ->
            f.minimalCompletionStage().thenApply(x -> probe.look()).toCompletableFuture());
  }

  private void throughHttpClient() {
    HttpClient client = HttpClient.newHttpClient();
    int port = server.getAddress().getPort();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
    add(
        "http-client",
        probe -> client.sendAsync(request, BodyHandlers.discarding()).thenRun(probe).get());
    add(
        "after-http-client",
        probe -> {
          client.send(request, BodyHandlers.discarding());
          fixed.submit(probe::run).get();
        });
  }

  private void throughVirtualThreads() throws Exception {
    ThreadFactory factory = virtualFactory();
    ExecutorService perTask = pool(virtualPerTask());
    ExecutorService pool = pool(Executors.newFixedThreadPool(1, factory));
    add("virtual-executor", probe -> perTask.submit(probe::run).get());
    add("virtual-factory", probe -> factory.newThread(probe).start());
    add("virtual-pool", probe -> pool.submit(probe::run).get());
    add("virtual-parked", probe -> perTask.submit(() -> parked(probe)).get());
  }

  /** Makes virtual threads; by reflection, for this is compiled for JDK 17. */
  static ThreadFactory virtualFactory() throws Exception {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    return (ThreadFactory)
        Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
  }

  /** Runs each task on a virtual thread of its own. */
  static ExecutorService virtualPerTask() throws Exception {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private void callback(String name, Callback callback) {
    add(
        name,
        probe -> {
          CompletableFuture<String> future = new CompletableFuture<>();
          Future<?> end = callback.on(future, probe);
          completer.execute(() -> future.complete("done"));
          end.get();
        });
  }

  private void add(String name, Hop hop) {
    all.put(
        name,
        probe -> {
          hop.go(probe);
          probe.await();
        });
  }

  private <E extends ExecutorService> E pool(E pool) {
    pools.add(pool);
    return pool;
  }

  private static void all(List<? extends Future<?>> futures) throws Exception {
    for (Future<?> future : futures) {
      future.get();
    }
  }

  private static void parallel(Probe probe) {
    IntStream.range(0, 64).parallel().forEach(i -> probe.look());
  }

  private static Object parked(Probe probe) throws InterruptedException {
    probe.look();
    Thread.sleep(1);
    return probe.look();
  }

  private static CompletableFuture<Object> looked(Probe probe) {
    return CompletableFuture.completedFuture(probe.look());
  }

  private static CompletableFuture<Object> failing(CompletableFuture<String> future) {
    return future.thenApply(
        x -> {
          throw new IllegalStateException("on purpose");
        });
  }

  private static CompletableFuture<String> other(CompletableFuture<String> future) {
    return future.thenApply(x -> x);
  }

  /** Looks in each leaf of a tree of tasks. */
  private static final class Split extends RecursiveAction {
    private static final long serialVersionUID = 1;

    private final int depth;
    private final transient Probe probe;

    Split(int depth, Probe probe) {
      this.depth = depth;
      this.probe = probe;
    }

    @Override
    protected void compute() {
      probe.look();
      if (depth > 0) {
        invokeAll(new Split(depth - 1, probe), new Split(depth - 1, probe));
      }
    }
  }
}
