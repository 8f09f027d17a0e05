package examples.pillion.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A JVM started by us, with its output in two files. Only processes of this class are ever
 * signalled, by their own handle.
 *
 * <p><b>Ownership.</b> Whoever started it closes it; a closed process is dead and reaped.
 */
public final class JavaProcess implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final int TAIL_LINES = 40;

  private final String name;
  private final Process process;
  private final Path stdout;
  private final Path stderr;

  private JavaProcess(String name, Process process, Path stdout, Path stderr) {
    this.name = name;
    this.process = process;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /** Describes a process to start. */
  public static Launch launch(String name, Jdk jdk, Path logDirectory) {
    return new Launch(name, jdk, logDirectory);
  }

  /** What to start and how. Not thread-safe. */
  public static final class Launch {

    private final String name;
    private final Jdk jdk;
    private final Path logDirectory;
    private final List<String> prefix = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();

    private Launch(String name, Jdk jdk, Path logDirectory) {
      this.name = name;
      this.jdk = jdk;
      this.logDirectory = logDirectory;
    }

    /** Puts a command in front, for example {@code setpriv --reuid=65534}. */
    public Launch through(String... command) {
      prefix.addAll(List.of(command));
      return this;
    }

    public Launch flags(String... jvmFlags) {
      flags.addAll(List.of(jvmFlags));
      return this;
    }

    public Launch environment(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    /** Starts {@code java -jar jar arguments...}. */
    public JavaProcess start(Path jar, String... arguments) {
      List<String> command = new ArrayList<>(prefix);
      command.add(jdk.java().toString());
      command.addAll(flags);
      command.add("-jar");
      command.add(jar.toString());
      command.addAll(List.of(arguments));
      return start(command);
    }

    private JavaProcess start(List<String> command) {
      Path stdout = logDirectory.resolve(name + ".out");
      Path stderr = logDirectory.resolve(name + ".err");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.directory(logDirectory.toFile());
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.redirectOutput(stdout.toFile());
      builder.redirectError(stderr.toFile());
      builder.environment().keySet().removeIf(Launch::steersJvm);
      builder.environment().putAll(environment);
      try {
        return new JavaProcess(name, builder.start(), stdout, stderr);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot start " + name, e);
      }
    }

    /** What the caller's shell has set for its own JVMs must not leak into ours. */
    private static boolean steersJvm(String variable) {
      return variable.startsWith("OTEL_")
          || variable.startsWith("PILLION_")
          || variable.equals("JAVA_TOOL_OPTIONS")
          || variable.equals("JDK_JAVA_OPTIONS")
          || variable.equals("PORT");
    }
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** Waits for a line of standard output that starts with {@code prefix}; returns its rest. */
  public String awaitLine(String prefix, Duration limit) {
    Await.until(
        limit,
        () -> line(prefix).isPresent() || !alive(),
        () -> name + " did not print '" + prefix + "'" + System.lineSeparator() + tail());
    return line(prefix)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    name + " ended early: exit=" + exitCode() + System.lineSeparator() + tail()));
  }

  private Optional<String> line(String prefix) {
    return stdout()
        .lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst();
  }

  /** All of standard output so far. */
  public String stdout() {
    return read(stdout);
  }

  /** All of standard error so far. */
  public String stderr() {
    return read(stderr);
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last lines of both outputs, for a person to read. */
  public String tail() {
    return tail("out", stdout()) + tail("err", stderr());
  }

  private String tail(String stream, String text) {
    List<String> lines = text.lines().toList();
    StringBuilder tail = new StringBuilder();
    for (String line : lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size())) {
      tail.append("  [").append(name).append(' ').append(stream).append("] ").append(line);
      tail.append(System.lineSeparator());
    }
    return tail.toString();
  }

  /** SIGTERM; does not wait. */
  public void terminate() {
    process.destroy();
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(STOP_LIMIT);
  }

  /** SIGSTOP: the process keeps its files and locks, and does nothing. */
  public void pause() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void resume() {
    signal("CONT");
  }

  private void signal(String signal) {
    if (!alive()) {
      throw new IllegalStateException(name + " is not running");
    }
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("cannot signal " + name + ": signal=" + signal);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while signalling " + name, e);
    }
  }

  /** Whether the process ended within the limit. */
  public boolean awaitEnd(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The exit code, or -1 while running. A signal's number plus 128 if one ended it. */
  public int exitCode() {
    return alive() ? -1 : process.exitValue();
  }

  /** Asks to stop, then insists. */
  @Override
  public void close() {
    terminate();
    if (!awaitEnd(STOP_LIMIT)) {
      kill();
    }
  }
}
