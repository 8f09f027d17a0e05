package io.pillion.sidecar.policy;

import io.pillion.sidecar.config.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong in one file, up to a limit. */
final class ProblemList {
  private static final int MAX_PROBLEMS = 100;

  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  ProblemList(String file) {
    this.file = file;
  }

  void at(Node node, String message) {
    at(node.getStartMark(), message);
  }

  void at(Optional<Mark> mark, String message) {
    int line = mark.map(found -> found.getLine() + 1).orElse(0);
    int column = mark.map(found -> found.getColumn() + 1).orElse(0);
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(new Problem(file, line, column, message));
    }
  }

  void aboutFile(String message) {
    at(Optional.empty(), message);
  }

  String file() {
    return file;
  }

  int size() {
    return problems.size();
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** In the order of the file. */
  List<Problem> toList() {
    return problems.stream()
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
        .toList();
  }
}
