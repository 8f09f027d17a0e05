package examples.pillion.demo;

import java.util.List;
import java.util.regex.Pattern;

/** What a JVM with the agent wrote to its error stream, sorted by who wrote it. */
final class StandardError {

  /** The JDK's own words about Unsafe, from 24 on: four lines, once. */
  private static final Pattern UNSAFE =
      Pattern.compile(
          "WARNING: (A terminally deprecated method in sun\\.misc\\.Unsafe has been called"
              + "|sun\\.misc\\.Unsafe::\\w+ has been called by .*"
              + "|Please consider reporting this to the maintainers of class .*"
              + "|sun\\.misc\\.Unsafe::\\w+ will be removed in a future release)");

  private final List<String> lines;

  private StandardError(List<String> lines) {
    this.lines = lines;
  }

  static StandardError of(JavaProcess process) {
    return new StandardError(process.stderr().lines().toList());
  }

  /** Lines of the agent. */
  List<String> agentLines() {
    return lines.stream().filter(line -> line.startsWith("[pillion]")).toList();
  }

  /** The JDK's lines about Unsafe. */
  List<String> unsafeLines() {
    return lines.stream().filter(line -> UNSAFE.matcher(line).matches()).toList();
  }

  /** Everything else: there should be none. */
  List<String> otherLines() {
    return lines.stream()
        .filter(line -> !line.startsWith("[pillion]") && !UNSAFE.matcher(line).matches())
        .toList();
  }
}
