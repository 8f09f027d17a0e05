package io.pillion.sidecar.inspect;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A report for a terminal: headings, and below them lines with a name each. */
final class ReportLines {
  private final StringBuilder text = new StringBuilder();

  void head(String title) {
    text.append(printable(title)).append('\n');
  }

  void line(String name, String value) {
    text.append(String.format(Locale.ROOT, "  %-11s", name)).append(printable(value)).append('\n');
  }

  void gap() {
    text.append('\n');
  }

  /** All lines, each with its end. */
  String text() {
    return text.toString();
  }

  /** The sum, and what it is made of. */
  static String counts(Map<String, Long> counts) {
    long sum = counts.values().stream().mapToLong(Long::longValue).sum();
    String parts =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() != 0)
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return parts.isEmpty() ? String.valueOf(sum) : sum + ": " + parts;
  }

  /** Sessions are not trusted, and a terminal obeys control characters. */
  private static String printable(String value) {
    return value.replaceAll("\\p{Cntrl}", "?");
  }
}
