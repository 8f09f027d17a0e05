package io.pillion.agent.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code baggage} header, W3C Baggage section 3.2: its members are passed on as they came, up
 * to the length that every participant must carry. What is beyond goes, whole members at a time.
 */
final class Baggage {
  private static final int MOST_CHARACTERS = 8192;

  private Baggage() {}

  /** Joins the lines in order; null if there is nothing to pass on. */
  static @Nullable String join(List<String> lines) {
    if (lines.size() == 1 && lines.get(0).length() <= MOST_CHARACTERS) {
      String only = OptionalSpace.trim(lines.get(0));
      return only.isEmpty() ? null : only;
    }
    StringBuilder joined = new StringBuilder();
    for (String line : lines) {
      for (String part : line.split(",", -1)) {
        String member = OptionalSpace.trim(part);
        if (joined.length() + 1 + member.length() > MOST_CHARACTERS) {
          return joined.isEmpty() ? null : joined.toString();
        }
        if (!member.isEmpty()) {
          joined.append(joined.isEmpty() ? "" : ",").append(member);
        }
      }
    }
    return joined.isEmpty() ? null : joined.toString();
  }
}
