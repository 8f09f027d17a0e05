package io.pillion.sidecar;

import io.pillion.sidecar.config.Problem;
import java.util.List;

/** The sidecar cannot start until an operator has mended something. */
final class StartupException extends Exception {
  private final transient List<Problem> problems;

  StartupException(List<Problem> problems) {
    super("cannot start: problems=" + problems.size());
    this.problems = List.copyOf(problems);
  }

  /** All that was found, not only the first. */
  List<Problem> problems() {
    return problems;
  }
}
