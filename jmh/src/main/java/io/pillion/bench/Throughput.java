package io.pillion.bench;

import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.SessionFolder;
import io.pillion.ipc.SessionHeader;
import io.pillion.ipc.status.DropReason;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How many records a second one application puts into its queue on one processor, and how many the
 * sidecar takes out of it.
 *
 * <p>Into the queue: the application's process is bound to the first processor, application
 * threads, writer, compiler and collector together. Nobody reads: what the writer is done with is
 * deleted from here as soon as it has gone on to the next segment, so that the queue never fills.
 *
 * <p>Out of it: the real sidecar with the flags of its image. The spans are not sampled, so that it
 * decodes, counts and acknowledges them and exports none.
 */
final class Throughput {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final int IN_PER_SECOND = 500_000;
  private static final int OUT_PER_SECOND = 300_000;
  private static final int THREADS = 2;
  private static final int NOT_SAMPLED = 0;
  private static final long REAP_NS = 2_000_000;
  private static final String ANY_PORT = "127.0.0.1:0";

  private final Duration warmUp;
  private final Duration length;
  private final PrintStream out;

  private Throughput(boolean quick, PrintStream out) {
    this.warmUp = Duration.ofSeconds(quick ? 5 : 10);
    this.length = Duration.ofSeconds(quick ? 5 : 30);
    this.out = out;
  }

  static void measure(boolean quick, PrintStream out) {
    Throughput throughput = new Throughput(quick, out);
    throughput.into();
    throughput.outOf();
  }

  private void into() {
    out.println("measuring: records into the queue, offered=" + IN_PER_SECOND + "/s");
    try (BenchDirectory directory = BenchDirectory.make()) {
      Path ipc = directory.path().resolve("ipc");
      try (ChildJvm app = app(ipc, IN_PER_SECOND, pinned())) {
        SessionFolder session = session(ipc, app);
        try (Reaper reaper = new Reaper(session.directory().resolve("telemetry").toFile())) {
          reaper.start();
          Window window = observe(session.header(), app, null);
          print("into the queue", window);
          out.println("  application: " + String.join(", ", window.app().list()) + " s");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void outOf() {
    out.println("measuring: records out of the queue, offered=" + OUT_PER_SECOND + "/s");
    try (BenchDirectory directory = BenchDirectory.make()) {
      Path ipc = directory.path().resolve("ipc");
      try (ChildJvm sidecar = sidecar(directory.path(), ipc);
          ChildJvm app = app(ipc, OUT_PER_SECOND, List.of())) {
        SessionFolder session = session(ipc, app);
        Window window = observe(session.header(), app, sidecar);
        print("out of the queue", window);
        out.println("  application: " + String.join(", ", window.app().list()) + " s");
        out.println("  sidecar: " + String.join(", ", window.sidecar().list()) + " s");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What happened between two looks. */
  private record Window(
      double seconds,
      long offered,
      long written,
      Map<String, Long> dropped,
      ThreadCpu app,
      ThreadCpu sidecar) {}

  private Window observe(SessionHeader header, ChildJvm app, @Nullable ChildJvm sidecar) {
    sleep(warmUp);
    long began = System.nanoTime();
    long offered = header.offered();
    long written = header.written();
    long[] dropped = dropped(header);
    ThreadCpu appCpu = ThreadCpu.of(app.pid());
    ThreadCpu sidecarCpu = sidecar == null ? ThreadCpu.NONE : ThreadCpu.of(sidecar.pid());
    sleep(length);
    Map<String, Long> lost = new TreeMap<>();
    for (DropReason reason : DropReason.values()) {
      long count = header.dropped(reason) - dropped[reason.code()];
      if (count > 0) {
        lost.put(reason.label(), count);
      }
    }
    return new Window(
        (System.nanoTime() - began) / 1e9,
        header.offered() - offered,
        header.written() - written,
        lost,
        ThreadCpu.of(app.pid()).minus(appCpu),
        sidecar == null ? ThreadCpu.NONE : ThreadCpu.of(sidecar.pid()).minus(sidecarCpu));
  }

  private static long[] dropped(SessionHeader header) {
    long[] dropped = new long[DropReason.values().length];
    for (DropReason reason : DropReason.values()) {
      dropped[reason.code()] = header.dropped(reason);
    }
    return dropped;
  }

  private void print(String what, Window window) {
    out.printf(
        Locale.ROOT,
        "%s: seconds=%.1f, offered/s=%.0f, written/s=%.0f, dropped=%s%n",
        what,
        window.seconds(),
        window.offered() / window.seconds(),
        window.written() / window.seconds(),
        window.dropped().isEmpty() ? "0" : window.dropped());
  }

  private static ChildJvm app(Path ipc, int rate, List<String> prefix) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(JmhRuns.JVM_FLAGS));
    arguments.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            LoadApp.class.getName(),
            ipc.toString(),
            Integer.toString(rate),
            Integer.toString(THREADS),
            Integer.toString(NOT_SAMPLED)));
    return ChildJvm.start(
        ipc.resolveSibling(ipc.getFileName() + ".log"), Map.of(), prefix, arguments);
  }

  /** The first processor, where there is a tool to say so. */
  private static List<String> pinned() {
    return new File("/usr/bin/taskset").canExecute()
        ? List.of("/usr/bin/taskset", "-c", "0")
        : List.of();
  }

  private static ChildJvm sidecar(Path directory, Path ipc) throws IOException {
    return ChildJvm.start(
        directory.resolve("sidecar.log"),
        Map.of(
            "PILLION_IPC_DIR", ipc.toString(),
            "PILLION_ADMIN_ADDRESS", ANY_PORT,
            "PILLION_HEALTH_ADDRESS", ANY_PORT,
            "PILLION_METRICS_ADDRESS", ANY_PORT),
        List.of("-jar", Jars.sidecar().toString(), "run"));
  }

  private static SessionFolder session(Path ipc, ChildJvm app) throws IOException {
    IpcRoot root = IpcRoot.open(ipc);
    SessionFolder[] found = new SessionFolder[1];
    boolean there =
        Await.until(
            START_LIMIT,
            () -> {
              try {
                for (Path path : SessionFolder.scan(root)) {
                  found[0] = SessionFolder.open(root, path);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return found[0] != null || !app.alive();
            });
    if (!there || found[0] == null) {
      throw new IllegalStateException("no session came up: " + app.output());
    }
    return found[0];
  }

  private static void sleep(Duration length) {
    long until = System.nanoTime() + length.toNanos();
    for (long left = length.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Deletes every segment but the newest. */
  private static final class Reaper extends Thread implements AutoCloseable {
    private final File directory;
    private volatile boolean closed;

    Reaper(File directory) {
      super("bench-reaper");
      this.directory = directory;
      setDaemon(true);
    }

    @Override
    public void run() {
      while (!closed) {
        String[] segments = directory.list((folder, name) -> name.endsWith(".cq4"));
        if (segments != null && segments.length > 1) {
          Arrays.sort(segments);
          for (String name : Arrays.asList(segments).subList(0, segments.length - 1)) {
            new File(directory, name).delete();
          }
        }
        LockSupport.parkNanos(REAP_NS);
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
