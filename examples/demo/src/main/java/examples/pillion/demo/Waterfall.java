package examples.pillion.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Draws a trace as text: one line per span, children below and within their parent. */
final class Waterfall {

  private static final int BAR_WIDTH = 40;

  private final List<ReceivedSpan> spans;
  private final long startNanos;
  private final long lengthNanos;
  private final StringBuilder text = new StringBuilder();

  private Waterfall(List<ReceivedSpan> spans) {
    this.spans = spans;
    this.startNanos = spans.stream().mapToLong(ReceivedSpan::startEpochNanos).min().orElse(0);
    long end = spans.stream().mapToLong(ReceivedSpan::endEpochNanos).max().orElse(0);
    this.lengthNanos = Math.max(1, end - startNanos);
  }

  /** The drawing of all spans of one trace, with a line end after each line. */
  static String of(List<ReceivedSpan> trace) {
    return new Waterfall(new ArrayList<>(trace)).draw();
  }

  private String draw() {
    Set<String> present =
        spans.stream().map(span -> span.key().spanId()).collect(Collectors.toSet());
    spans.sort(Comparator.comparingLong(ReceivedSpan::startEpochNanos));
    for (ReceivedSpan span : spans) {
      if (!present.contains(span.parentSpanId())) {
        branch(span, 0);
      }
    }
    return text.toString();
  }

  private void branch(ReceivedSpan span, int depth) {
    line(span, depth);
    for (ReceivedSpan child : spans) {
      if (child.parentSpanId().equals(span.key().spanId())) {
        branch(child, depth + 1);
      }
    }
  }

  private void line(ReceivedSpan span, int depth) {
    String what = "  ".repeat(depth) + span.service() + " " + span.kind() + " " + span.name();
    text.append(String.format("  %-44s |%s| %8.2f ms", what, bar(span), millis(span)));
    text.append("  ").append(status(span)).append(System.lineSeparator());
    for (String exception : span.exceptions()) {
      text.append("  ").append("  ".repeat(depth + 1)).append("! ").append(exception);
      text.append(System.lineSeparator());
    }
  }

  private String bar(ReceivedSpan span) {
    int from = Math.min(BAR_WIDTH - 1, column(span.startEpochNanos()));
    int to = Math.max(from + 1, column(span.endEpochNanos()));
    return " ".repeat(from) + "#".repeat(to - from) + " ".repeat(BAR_WIDTH - to);
  }

  private int column(long epochNanos) {
    return (int) ((epochNanos - startNanos) * BAR_WIDTH / lengthNanos);
  }

  private static double millis(ReceivedSpan span) {
    return (span.endEpochNanos() - span.startEpochNanos()) / 1e6;
  }

  private static String status(ReceivedSpan span) {
    String code = span.attributes().getOrDefault("http.response.status_code", "");
    return span.error() ? code + " ERROR" : code;
  }
}
