package io.pillion.sidecar.metrics;

import io.pillion.sidecar.export.Exemplar;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the Prometheus text format 0.0.4, or that of OpenMetrics 1.0, which has exemplars. Each
 * family is begun once, then its samples follow. Names of counters end with {@code _total}.
 */
final class PrometheusText {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String TOTAL = "_total";
  private static final int NANO_DIGITS = 9;
  private static final int CHUNK_CHARS = 16 * 1024;

  private final boolean openMetrics;
  private final List<byte[]> written = new ArrayList<>();
  private final StringBuilder text = new StringBuilder(CHUNK_CHARS + 1024);
  private String family = "";

  /** Begins a page. */
  PrometheusText(boolean openMetrics) {
    this.openMetrics = openMetrics;
  }

  String contentType() {
    return openMetrics ? OPEN_METRICS : PROMETHEUS;
  }

  PrometheusText counter(String name, String help) {
    return begin(name, "counter", help);
  }

  PrometheusText gauge(String name, String help) {
    return begin(name, "gauge", help);
  }

  PrometheusText histogram(String name, String help) {
    return begin(name, "histogram", help);
  }

  /**
   * A sample of the family begun last.
   *
   * @param labels names and values in turn
   */
  PrometheusText sample(long value, String... labels) {
    return append("", Long.toString(value), labels);
  }

  /** A sample of the family begun last. */
  PrometheusText sample(double value, String... labels) {
    return append("", number(value), labels);
  }

  /** A sample whose name is the family's and a suffix. */
  PrometheusText suffixed(String suffix, long value, String... labels) {
    return append(suffix, Long.toString(value), labels);
  }

  /** A sample whose name is the family's and a suffix. */
  PrometheusText suffixed(String suffix, double value, String... labels) {
    return append(suffix, number(value), labels);
  }

  private PrometheusText append(String suffix, String value, String... labels) {
    cut();
    text.append(family).append(suffix);
    if (labels.length > 0) {
      text.append('{');
      for (int i = 0; i + 1 < labels.length; i += 2) {
        text.append(i == 0 ? "" : ",").append(labels[i]).append("=\"");
        escape(labels[i + 1]);
        text.append('"');
      }
      text.append('}');
    }
    text.append(' ').append(value).append('\n');
    return this;
  }

  /** A bucket of a histogram, with a span that it counted if there is one and it can be told. */
  PrometheusText bucket(long cumulative, @Nullable Exemplar exemplar, String... labels) {
    append("_bucket", Long.toString(cumulative), labels);
    if (openMetrics && exemplar != null) {
      text.setLength(text.length() - 1);
      text.append(" # {trace_id=\"")
          .append(hex(exemplar.traceIdHigh()))
          .append(hex(exemplar.traceIdLow()))
          .append("\",span_id=\"")
          .append(hex(exemplar.spanId()))
          .append("\"} ")
          .append(exemplar.value())
          .append(' ')
          .append(BigDecimal.valueOf(exemplar.epochNanos(), NANO_DIGITS).toPlainString())
          .append('\n');
    }
    return this;
  }

  private static String hex(long value) {
    return HexFormat.of().toHexDigits(value);
  }

  /** The label of a bucket's upper bound. */
  String bound(double bound) {
    return openMetrics ? Double.toString(bound) : number(bound);
  }

  byte[] bytes() {
    if (openMetrics) {
      text.append("# EOF\n");
    }
    written.add(encoded());
    byte[] all = new byte[written.stream().mapToInt(part -> part.length).sum()];
    int length = 0;
    for (byte[] part : written) {
      System.arraycopy(part, 0, all, length, part.length);
      length += part.length;
    }
    return all;
  }

  private byte[] encoded() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** As one text a long page would take several times its length while it grows. */
  private void cut() {
    if (text.length() >= CHUNK_CHARS) {
      written.add(encoded());
      text.setLength(0);
    }
  }

  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }

  private PrometheusText begin(String name, String type, String help) {
    family = name;
    // Applications write some of these: a backslash before another character ends the scrape.
    String escaped = help.replace("\\", "\\\\").replace("\n", "\\n");
    if (openMetrics) {
      escaped = escaped.replace("\"", "\\\"");
    }
    // There the suffix is the samples' and not the family's.
    String base =
        openMetrics && type.equals("counter") && name.endsWith(TOTAL)
            ? name.substring(0, name.length() - TOTAL.length())
            : name;
    text.append("# HELP ").append(base).append(' ').append(escaped).append('\n');
    text.append("# TYPE ").append(base).append(' ').append(type).append('\n');
    return this;
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '"' -> text.append("\\\"");
        case '\n' -> text.append("\\n");
        default -> text.append(c);
      }
    }
  }
}
