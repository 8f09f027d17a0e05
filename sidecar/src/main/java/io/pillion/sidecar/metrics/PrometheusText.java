package io.pillion.sidecar.metrics;

import java.nio.charset.StandardCharsets;

/** Writes the Prometheus text format 0.0.4. Each family is begun once, then its samples follow. */
final class PrometheusText {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder(8192);
  private String family = "";

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

  byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
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
    text.append("# HELP ").append(name).append(' ').append(escaped).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
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
