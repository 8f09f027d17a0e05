package io.pillion.bench;

import com.sun.net.httpserver.HttpServer;
import examples.pillion.demo.OtlpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What an agent costs a Spring Boot application that makes one call out for each request: the whole
 * processes, without an agent, with ours and its sidecar, and with the stock OpenTelemetry agent.
 * The contenders take turns, so that what the machine does meanwhile falls on all alike; both
 * agents send every span to the same receiver. A run whose spans did not all arrive is void, and so
 * is one that did not keep the rate.
 */
final class HttpComparison {
  private static final int RATE = 200;
  private static final int WARM_UP_RATE = 1000;
  private static final int SPANS_A_REQUEST = 2;
  private static final Duration WARM_UP_STEP = Duration.ofSeconds(5);

  /** Of one core, at which the warm-up ends. */
  private static final double QUIET_COMPILERS = 0.05;

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration ARRIVAL_LIMIT = Duration.ofSeconds(15);
  private static final String ANY_PORT = "127.0.0.1:0";
  private static final List<String> JVM_FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC");

  private final int rounds;
  private final Duration longestWarmUp;
  private final Duration length;
  private final PrintStream out;
  private final AtomicLong spans = new AtomicLong();
  private final Map<HttpContender, List<Run>> runs = new EnumMap<>(HttpContender.class);
  private final Map<HttpContender, Allocations> allocations = new EnumMap<>(HttpContender.class);

  private HttpComparison(boolean quick, PrintStream out) {
    this.rounds = quick ? 1 : 3;
    this.longestWarmUp = Duration.ofSeconds(quick ? 30 : 90);
    this.length = Duration.ofSeconds(quick ? 10 : 20);
    this.out = out;
  }

  /** Bytes a request: of all objects, and of those that the agent made. */
  private record Allocations(double all, double own) {}

  /**
   * One contender's whole life.
   *
   * @param startMs until the first answer
   * @param warmUpSeconds processor time from the process's start to the end of the warm-up
   * @param cpuUs processor time of the application for a request, once warm
   * @param threads the same by group of threads, but for those that ended
   */
  private record Run(
      double startMs,
      double warmUpSeconds,
      double cpuUs,
      double sidecarCpuUs,
      ThreadCpu threads,
      ThreadCpu sidecarThreads,
      double rssMib,
      boolean complete) {}

  static void measure(boolean quick, PrintStream out) {
    // Ahead of the first server: without it an answer waits 40 ms for an acknowledgement, and the
    // load falls behind its rate.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    new HttpComparison(quick, out).run();
  }

  private void run() {
    out.println(
        "measuring: a Spring Boot application, rounds="
            + rounds
            + ", requests/s="
            + RATE
            + ", "
            + length.toSeconds()
            + " s after "
            + longestWarmUp.toSeconds()
            + " s of warm-up at most");
    try (BenchDirectory directory = BenchDirectory.make();
        OtlpServer backEnd = new OtlpServer(Duration.ZERO, span -> spans.incrementAndGet())) {
      HttpServer words = words();
      try {
        for (int round = 0; round < rounds; round++) {
          for (HttpContender contender : HttpContender.inTurn(round)) {
            runs.computeIfAbsent(contender, key -> new ArrayList<>())
                .add(run(contender, round, directory.path(), words, backEnd));
          }
        }
        for (HttpContender contender : HttpContender.values()) {
          allocations.put(contender, allocations(contender, directory.path(), words, backEnd));
        }
      } finally {
        words.stop(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    print();
  }

  /** The other service: a constant answer. */
  private static HttpServer words() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(4, BENCH_THREADS));
    byte[] word = "Hello".getBytes(StandardCharsets.US_ASCII);
    server.createContext(
        "/word",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/plain");
          exchange.sendResponseHeaders(200, word.length);
          exchange.getResponseBody().write(word);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static final java.util.concurrent.ThreadFactory BENCH_THREADS =
      task -> {
        Thread thread = new Thread(task, "bench-words");
        thread.setDaemon(true);
        return thread;
      };

  private Run run(
      HttpContender contender, int round, Path directory, HttpServer words, OtlpServer backEnd)
      throws IOException {
    String name = contender.name().toLowerCase(Locale.ROOT) + "-" + round;
    try (Started started = start(contender, directory, name, List.of(), words, backEnd)) {
      return observe(contender, started);
    }
  }

  /** A request's, in a run of its own: what records them costs too much for any other measure. */
  private Allocations allocations(
      HttpContender contender, Path directory, HttpServer words, OtlpServer backEnd)
      throws IOException {
    String name = contender.name().toLowerCase(Locale.ROOT) + "-allocations";
    List<String> flags = List.of(AllocationRecording.FLAG);
    try (Started started = start(contender, directory, name, flags, words, backEnd)) {
      warmUp(started.app(), started.load());
      AllocationRecording recording =
          AllocationRecording.start(started.app().pid(), directory.resolve(name + ".jfr"));
      double requests = started.load().run(RATE, WARM_UP_STEP);
      AllocationRecording.Bytes bytes = recording.stop(contender.packageName());
      return new Allocations(bytes.all() / requests, bytes.own() / requests);
    }
  }

  /** An application that answers, what it takes besides, and what asks it. */
  private record Started(@Nullable ChildJvm sidecar, ChildJvm app, HttpLoad load, double startMs)
      implements AutoCloseable {
    @Override
    public void close() {
      load.close();
      app.close();
      if (sidecar != null) {
        sidecar.close();
      }
    }
  }

  private static Started start(
      HttpContender contender,
      Path directory,
      String name,
      List<String> flags,
      HttpServer words,
      OtlpServer backEnd)
      throws IOException {
    ChildJvm sidecar =
        contender == HttpContender.PILLION
            ? sidecar(directory, name, directory.resolve(name + "-ipc"), backEnd)
            : null;
    int port = freePort();
    HttpLoad load = new HttpLoad(URI.create("http://127.0.0.1:" + port + "/greetings/you"));
    long began = System.nanoTime();
    ChildJvm app = application(contender, directory, name, flags, port, words, backEnd);
    boolean up = Await.until(START_LIMIT, () -> load.answers() || !app.alive()) && app.alive();
    Started started = new Started(sidecar, app, load, (System.nanoTime() - began) / 1e6);
    if (!up) {
      String output = app.output();
      started.close();
      throw new IllegalStateException(contender + " did not come up: " + output);
    }
    return started;
  }

  private static ChildJvm application(
      HttpContender contender,
      Path directory,
      String name,
      List<String> flags,
      int port,
      HttpServer words,
      OtlpServer backEnd)
      throws IOException {
    List<String> command = new ArrayList<>(JVM_FLAGS);
    command.addAll(flags);
    command.addAll(contender.flags());
    command.addAll(
        List.of(
            "-jar",
            Jars.springBoot().toString(),
            "--server.port=" + port,
            "--server.address=127.0.0.1",
            "--words.url=http://127.0.0.1:" + words.getAddress().getPort()));
    return ChildJvm.start(
        directory.resolve(name + ".log"),
        contender.environment(directory.resolve(name + "-ipc"), backEnd.endpoint()),
        List.of(),
        command);
  }

  private Run observe(HttpContender contender, Started started) {
    ChildJvm app = started.app();
    ChildJvm sidecar = started.sidecar();
    HttpLoad load = started.load();
    warmUp(app, load);
    long seen = contender == HttpContender.NONE ? 0 : settled();
    Duration warmUpCpu = app.cpu();
    ThreadCpu threads = ThreadCpu.of(app.pid());
    ThreadCpu sidecarThreads = sidecar == null ? ThreadCpu.NONE : ThreadCpu.of(sidecar.pid());
    Duration sidecarBefore = sidecar == null ? Duration.ZERO : sidecar.cpu();
    long beganNs = System.nanoTime();
    long requests = load.run(RATE, length);
    boolean kept = System.nanoTime() - beganNs < length.toNanos() * 11 / 10;
    boolean complete =
        contender == HttpContender.NONE
            || Await.until(ARRIVAL_LIMIT, () -> spans.get() - seen >= requests * SPANS_A_REQUEST);
    // The last batches, the stock agent's as well, leave some time after the last request.
    Duration appCpu = app.cpu().minus(warmUpCpu);
    ThreadCpu used = ThreadCpu.of(app.pid()).minus(threads);
    double rss = Footprint.residentMib(app.pid());
    Duration sidecarCpu = sidecar == null ? Duration.ZERO : sidecar.cpu().minus(sidecarBefore);
    ThreadCpu sidecarUsed =
        sidecar == null ? ThreadCpu.NONE : ThreadCpu.of(sidecar.pid()).minus(sidecarThreads);
    return new Run(
        started.startMs(),
        warmUpCpu.toNanos() / 1e9,
        appCpu.toNanos() / 1e3 / requests,
        sidecarCpu.toNanos() / 1e3 / requests,
        used.scaled(1e6 / requests),
        sidecarUsed.scaled(1e6 / requests),
        rss,
        complete && kept);
  }

  /** A service runs for days: what the compilers still do in its first minutes is not its cost. */
  private void warmUp(ChildJvm app, HttpLoad load) {
    long beganNs = System.nanoTime();
    double compiled = Double.MAX_VALUE;
    while (compiled > QUIET_COMPILERS * WARM_UP_STEP.toMillis() / 1e3
        && System.nanoTime() - beganNs < longestWarmUp.toNanos()) {
      ThreadCpu before = ThreadCpu.of(app.pid());
      load.run(WARM_UP_RATE, WARM_UP_STEP);
      compiled = ThreadCpu.of(app.pid()).minus(before).of(ThreadCpu.COMPILER);
    }
    load.run(RATE, WARM_UP_STEP);
  }

  /** How many spans have arrived once no more do. */
  private long settled() {
    long[] last = {-1};
    boolean unused =
        Await.until(
            ARRIVAL_LIMIT,
            () -> {
              long before = last[0];
              last[0] = spans.get();
              // The stock agent sends what it has every five seconds.
              java.util.concurrent.locks.LockSupport.parkNanos(5_500_000_000L);
              return before == last[0];
            });
    return spans.get();
  }

  private static ChildJvm sidecar(Path directory, String name, Path ipc, OtlpServer backEnd)
      throws IOException {
    return ChildJvm.start(
        directory.resolve(name + "-sidecar.log"),
        Map.of(
            "PILLION_IPC_DIR",
            ipc.toString(),
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            backEnd.endpoint().toString(),
            // As the stock agent does by default.
            "OTEL_EXPORTER_OTLP_COMPRESSION",
            "none",
            "PILLION_ADMIN_ADDRESS",
            ANY_PORT,
            "PILLION_HEALTH_ADDRESS",
            ANY_PORT,
            "PILLION_METRICS_ADDRESS",
            ANY_PORT),
        List.of("-jar", Jars.sidecar().toString(), "run"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void print() {
    out.println();
    out.println("Spring Boot, medians; added: above the same application without an agent");
    out.println();
    out.printf(
        Locale.ROOT,
        "%-11s %9s %9s %9s %10s %9s %9s %9s %9s %9s%n",
        "",
        "warm-up s",
        "start ms",
        "added",
        "CPU µs/req",
        "added",
        "RSS MiB",
        "added",
        "B/req",
        "agent's");
    double[] bare = medians(HttpContender.NONE);
    double[] ours = medians(HttpContender.PILLION);
    double[] stock = medians(HttpContender.STOCK);
    row(HttpContender.NONE, bare, bare);
    row(HttpContender.PILLION, ours, bare);
    row(HttpContender.STOCK, stock, bare);
    out.printf(
        Locale.ROOT,
        "ours added / stock added: start %.2f, CPU %.2f (sidecar's part %.0f µs), RSS %.2f,"
            + " agent's bytes %.2f%n",
        (ours[0] - bare[0]) / (stock[0] - bare[0]),
        (ours[1] - bare[1]) / (stock[1] - bare[1]),
        median(runsOf(HttpContender.PILLION).stream().map(Run::sidecarCpuUs).toList()),
        (ours[2] - bare[2]) / (stock[2] - bare[2]),
        ownBytes(HttpContender.PILLION) / ownBytes(HttpContender.STOCK));
    out.println("by thread, µs a request, means; threads that ended are not in it");
    for (HttpContender contender : HttpContender.values()) {
      threads(contender.label(), runsOf(contender).stream().map(Run::threads).toList());
    }
    threads("sidecar", runsOf(HttpContender.PILLION).stream().map(Run::sidecarThreads).toList());
    out.println("each run: CPU µs/req, RSS MiB");
    for (HttpContender contender : HttpContender.values()) {
      out.println("  " + contender.label() + ": " + each(contender));
    }
  }

  private String each(HttpContender contender) {
    return runsOf(contender).stream()
        .map(run -> String.format(Locale.ROOT, "%.0f, %.1f", total(run), run.rssMib()))
        .collect(java.util.stream.Collectors.joining("; "));
  }

  private static double total(Run run) {
    return run.cpuUs() + run.sidecarCpuUs();
  }

  private double ownBytes(HttpContender contender) {
    Allocations its = allocations.get(contender);
    return its == null ? 0 : its.own();
  }

  private void threads(String label, List<ThreadCpu> runs) {
    out.println("  " + label + ": " + String.join(", ", ThreadCpu.mean(runs).whole()));
  }

  private void row(HttpContender contender, double[] its, double[] bare) {
    boolean complete = runsOf(contender).stream().allMatch(Run::complete);
    Allocations bytes = allocations.getOrDefault(contender, new Allocations(0, 0));
    out.printf(
        Locale.ROOT,
        "%-11s %9.1f %9.0f %9.0f %10.0f %9.0f %9.1f %9.1f %9.0f %9.0f%s%n",
        contender.label(),
        median(runsOf(contender).stream().map(Run::warmUpSeconds).toList()),
        its[0],
        its[0] - bare[0],
        its[1],
        its[1] - bare[1],
        its[2],
        its[2] - bare[2],
        bytes.all(),
        bytes.own(),
        complete ? "" : "  VOID: spans missing, or the rate was not kept");
  }

  private List<Run> runsOf(HttpContender contender) {
    return runs.getOrDefault(contender, List.of());
  }

  /** Start, processor time with the sidecar's, memory. */
  private double[] medians(HttpContender contender) {
    List<Run> its = runsOf(contender);
    return new double[] {
      median(its.stream().map(Run::startMs).toList()),
      median(its.stream().map(HttpComparison::total).toList()),
      median(its.stream().map(Run::rssMib).toList())
    };
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
