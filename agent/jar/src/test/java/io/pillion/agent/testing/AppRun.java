package io.pillion.agent.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run of an application in a JVM of its own, to its end.
 *
 * @param out what it wrote to its standard output, by lines
 * @param err what it and the JVM wrote to the error stream, by lines
 */
public record AppRun(int exitCode, List<String> out, List<String> err) {
  private static final long TIMEOUT_SECONDS = 90;

  /** The agent jar under test. */
  public static Path agentJar() {
    return Path.of(System.getProperty("pillion.test.agent-jar"));
  }

  /** The JVM flag that adds the agent. */
  public static String agentFlag(String options) {
    return "-javaagent:" + agentJar() + (options.isEmpty() ? "" : "=" + options);
  }

  /** Runs a main class of the test class path with these JVM flags. */
  public static AppRun of(Jdk jdk, List<String> jvmFlags, String mainClass, String... arguments)
      throws IOException, InterruptedException {
    return run(jdk, jvmFlags, classPath(), mainClass, arguments);
  }

  /** Runs a main class without any library on its class path. */
  public static AppRun withoutLibraries(Jdk jdk, List<String> jvmFlags, String mainClass)
      throws IOException, InterruptedException {
    String own =
        Arrays.stream(classPath().split(File.pathSeparator))
            .filter(entry -> entry.endsWith("test-classes"))
            .collect(Collectors.joining(File.pathSeparator));
    return run(jdk, jvmFlags, own, mainClass);
  }

  /**
   * As {@link #of}, with the applications' classes in a jar, which is all that the JVM's archives
   * of classes take.
   */
  public static AppRun ofJar(
      Jdk jdk, Path jar, List<String> jvmFlags, String mainClass, String... arguments)
      throws IOException, InterruptedException {
    if (!Files.exists(jar)) {
      pack(jar);
    }
    String jars =
        Arrays.stream(classPath().split(File.pathSeparator))
            .map(entry -> entry.endsWith("test-classes") ? jar.toString() : entry)
            .collect(Collectors.joining(File.pathSeparator));
    return run(jdk, jvmFlags, jars, mainClass, arguments);
  }

  private static void pack(Path jar) throws IOException {
    Path classes =
        Arrays.stream(classPath().split(File.pathSeparator))
            .filter(entry -> entry.endsWith("test-classes"))
            .map(Path::of)
            .findFirst()
            .orElseThrow();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> tree = Files.walk(classes)) {
      for (Path file : tree.filter(Files::isRegularFile).collect(Collectors.toList())) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
  }

  private static AppRun run(
      Jdk jdk, List<String> jvmFlags, String classPath, String mainClass, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(jdk.java().toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(jvmFlags);
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile("app", ".out");
    Path err = Files.createTempFile("app", ".err");
    Path shared = Files.createTempDirectory("pillion");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_TOOL"));
      builder.environment().put("PILLION_IPC_DIR", shared.toString());
      // By it the applications call themselves: what is recorded is to be their servers' alone.
      builder.environment().put("OTEL_INSTRUMENTATION_HTTP_URL_CONNECTION_ENABLED", "false");
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(
            "application did not end: " + Files.readString(out) + Files.readString(err));
      }
      return new AppRun(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
      delete(shared);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
        Files.delete(path);
      }
    }
  }

  /** The lines of one kind, without the word that marks them. */
  public List<String> lines(String kind) {
    return out.stream()
        .filter(line -> line.startsWith(kind + " "))
        .map(line -> line.substring(kind.length() + 1))
        .collect(Collectors.toList());
  }

  /** The single line of a kind that contains a text. */
  public String line(String kind, String text) {
    List<String> found =
        lines(kind).stream().filter(line -> line.contains(text)).collect(Collectors.toList());
    if (found.size() != 1) {
      throw new AssertionError(
          "expected one "
              + kind
              + " line with "
              + text
              + ", found "
              + found
              + ", error stream "
              + err);
    }
    return found.get(0);
  }

  /** The test class path without this project's own classes: those only the agent may bring. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("pillion-") || entry.endsWith("test-classes"))
        .filter(entry -> !entry.endsWith(File.separator + "classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
