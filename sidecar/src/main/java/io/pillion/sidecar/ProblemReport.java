package io.pillion.sidecar;

import io.pillion.sidecar.config.ConfigLoader;
import io.pillion.sidecar.config.Problem;
import java.io.PrintWriter;
import java.util.List;

/** Tells an operator about the settings. */
final class ProblemReport {
  private ProblemReport() {}

  /** Prints what can be ignored. */
  static void printWarnings(ConfigLoader.Loaded loaded, PrintWriter out) {
    loaded.warnings().forEach(warning -> out.println("warning: " + warning));
    out.flush();
  }

  /** Prints what cannot, one a line. */
  static void printProblems(List<Problem> problems, PrintWriter out) {
    problems.forEach(problem -> out.println("error: " + problem));
    out.println(problems.size() == 1 ? "1 problem" : problems.size() + " problems");
    out.flush();
  }
}
