package io.pillion.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Every object that a JVM allocates between two moments, by Flight Recorder: the counters of
 * threads forget those that end, and an application may make one for each request. The JVM has to
 * run with {@link #FLAG}, without which only some objects are seen.
 */
final class AllocationRecording {
  static final String FLAG = "-XX:-UseTLAB";

  private static final String EVENT = "jdk.ObjectAllocationOutsideTLAB";
  private static final String NAME = "allocations";
  private static final String SETTINGS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <configuration version="2.0">
        <event name="%s">
          <setting name="enabled">true</setting>
          <setting name="stackTrace">true</setting>
        </event>
      </configuration>
      """
          .formatted(EVENT);

  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.");
  private static final long COMMAND_SECONDS = 60;

  private final long pid;
  private final Path file;

  private AllocationRecording(long pid, Path file) {
    this.pid = pid;
    this.file = file;
  }

  /** Begins to record. */
  static AllocationRecording start(long pid, Path file) throws IOException {
    Path settings = file.resolveSibling(file.getFileName() + ".jfc");
    Files.writeString(settings, SETTINGS);
    jcmd(pid, "JFR.start", "name=" + NAME, "settings=" + settings, "filename=" + file);
    return new AllocationRecording(pid, file);
  }

  /**
   * What was allocated.
   *
   * @param all bytes of all objects
   * @param own bytes of those allocated by an agent, or by the JDK on its behalf
   */
  record Bytes(long all, long own) {}

  /**
   * Ends the recording.
   *
   * @param agentPackage what the names of the agent's classes begin with
   */
  Bytes stop(String agentPackage) throws IOException {
    jcmd(pid, "JFR.stop", "name=" + NAME);
    long all = 0;
    long own = 0;
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        if (event.getEventType().getName().equals(EVENT)) {
          long bytes = event.getLong("allocationSize");
          all += bytes;
          own += caller(event).startsWith(agentPackage) ? bytes : 0;
        }
      }
    }
    return new Bytes(all, own);
  }

  /** The innermost class that is not the JDK's. */
  private static String caller(RecordedEvent event) {
    if (event.getStackTrace() != null) {
      for (RecordedFrame frame : event.getStackTrace().getFrames()) {
        String type = frame.getMethod().getType().getName();
        if (JDK.stream().noneMatch(type::startsWith)) {
          return type;
        }
      }
    }
    return "";
  }

  private static void jcmd(long pid, String... command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    line.add(Long.toString(pid));
    line.addAll(List.of(command));
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("jcmd failed: " + String.join(" ", command));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
