package io.pillion.instrumentation.testing;

import java.util.List;

/**
 * A scenario in which the stock agent 2.33.1 was seen to do something else than Pillion, and which
 * {@code docs/compatibility.md} explains.
 */
record StockDifference(Enum<?> subject, String scenario) {
  private static final List<StockDifference> KNOWN = List.of();

  static List<String> knownOf(Enum<?> subject) {
    return KNOWN.stream().filter(d -> d.subject == subject).map(StockDifference::scenario).toList();
  }
}
