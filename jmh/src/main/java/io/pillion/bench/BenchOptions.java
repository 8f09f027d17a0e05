package io.pillion.bench;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What to measure, from the command line.
 *
 * @param quick a look instead of a measurement: short and few
 * @param minutes how long a soak takes
 */
record BenchOptions(Set<Subject> subjects, boolean quick, int minutes) {
  static final String USAGE =
      """
      usage: ./pillion bench [subject] [--quick] [--minutes N]

        handoff     an ended span to Pillion's writer and to OpenTelemetry's BatchSpanProcessor
        policy      a decision in the process, from the cache, from a live sidecar and over HTTP
        throughput  records a second into the queue on one processor, and out of it in the sidecar
        memory      what the agent's end of the wire takes in an application's process
        idle        processor time of a sidecar and an agent with nothing to do
        start       what the agent adds to the time until main runs, stage by stage
        all         all of the above, the default; takes about twenty-three minutes
        http        a Spring Boot application without an agent, with ours and with the stock
                    OpenTelemetry agent: processor time, bytes, start, memory; twelve minutes
        soak        ten minutes at one segment a second: does anything grow?
        --quick     shorter and fewer runs, too short to quote
        --minutes   how long a soak takes
      """;

  private static final int SOAK_MINUTES = 10;

  /** A thing that can be measured by itself. */
  enum Subject {
    HANDOFF,
    POLICY,
    THROUGHPUT,
    MEMORY,
    IDLE,
    START,
    HTTP,
    SOAK
  }

  /** Wrong usage; the message says what. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }

  boolean has(Subject subject) {
    return subjects.contains(subject);
  }

  static BenchOptions parse(List<String> arguments) throws UsageException {
    String what = null;
    boolean quick = false;
    int minutes = SOAK_MINUTES;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      switch (argument) {
        case "--quick" -> quick = true;
        case "--minutes" -> minutes = minutes(++i < arguments.size() ? arguments.get(i) : "");
        default -> {
          if (argument.startsWith("-")) {
            throw new UsageException("unknown argument: " + argument);
          }
          if (what != null) {
            throw new UsageException("more than one benchmark named: " + what + ", " + argument);
          }
          what = argument;
        }
      }
    }
    return new BenchOptions(subjects(what == null ? "all" : what), quick, minutes);
  }

  private static Set<Subject> subjects(String name) throws UsageException {
    if (name.equals("all")) {
      return EnumSet.complementOf(EnumSet.of(Subject.HTTP, Subject.SOAK));
    }
    for (Subject subject : Subject.values()) {
      if (subject.name().toLowerCase(java.util.Locale.ROOT).equals(name)) {
        return EnumSet.of(subject);
      }
    }
    throw new UsageException("unknown argument: " + name);
  }

  private static int minutes(String text) throws UsageException {
    try {
      int minutes = Integer.parseInt(text);
      if (minutes > 0) {
        return minutes;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new UsageException("not a number of minutes: " + text);
  }
}
