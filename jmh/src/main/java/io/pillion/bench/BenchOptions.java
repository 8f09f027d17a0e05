package io.pillion.bench;

import java.util.List;

/**
 * What to measure, from the command line.
 *
 * @param quick a look instead of a measurement: short and few
 */
record BenchOptions(boolean handoff, boolean policy, boolean quick) {
  static final String USAGE =
      """
      usage: ./pillion bench [handoff|policy|all] [--quick]

        handoff   an ended span to Pillion's writer and to OpenTelemetry's BatchSpanProcessor
        policy    a decision in the process, from the cache, from a live sidecar and over HTTP
        all       both, the default; takes about six minutes
        --quick   shorter and fewer runs, about a minute and a half; too short to quote
      """;

  /** Wrong usage; the message says what. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }

  static BenchOptions parse(List<String> arguments) throws UsageException {
    String what = null;
    boolean quick = false;
    for (String argument : arguments) {
      switch (argument) {
        case "--quick" -> quick = true;
        case "handoff", "policy", "all" -> {
          if (what != null) {
            throw new UsageException("more than one benchmark named: " + what + ", " + argument);
          }
          what = argument;
        }
        default -> throw new UsageException("unknown argument: " + argument);
      }
    }
    if (what == null || what.equals("all")) {
      return new BenchOptions(true, true, quick);
    }
    return new BenchOptions(what.equals("handoff"), what.equals("policy"), quick);
  }
}
