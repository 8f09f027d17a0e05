package io.pillion.ipc.policy;

import java.util.List;

/**
 * One rule: any of {@code from} and any of {@code to}; an empty list does not restrict, so a rule
 * with neither matches every request.
 */
public record PolicyRule(List<SourceMatch> from, List<OperationMatch> to) {
  /** A rule of its parts, copied. */
  public PolicyRule {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }

  int dependsOn() {
    int bits = from.isEmpty() ? 0 : CheckRequest.ATTRIBUTE_SOURCE_ADDRESS;
    for (OperationMatch operation : to) {
      bits |= operation.dependsOn();
    }
    return bits;
  }

  int match(Subject subject, boolean denies) {
    int operation = operationMatch(subject, denies);
    return operation == Match.NO ? Match.NO : Math.min(operation, sourceMatch(subject));
  }

  private int operationMatch(Subject subject, boolean denies) {
    int match = to.isEmpty() ? Match.YES : Match.NO;
    for (int i = 0; i < to.size() && match != Match.YES; i++) {
      match = Math.max(match, to.get(i).match(subject, denies));
    }
    return match;
  }

  private int sourceMatch(Subject subject) {
    int match = from.isEmpty() ? Match.YES : Match.NO;
    for (int i = 0; i < from.size() && match != Match.YES; i++) {
      match = Math.max(match, from.get(i).match(subject));
    }
    return match;
  }
}
