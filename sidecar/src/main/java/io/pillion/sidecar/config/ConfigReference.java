package io.pillion.sidecar.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the reference of all settings, in Markdown, from the same table that the loader uses. */
final class ConfigReference {
  private static final Map<String, List<String>> OPEN_TELEMETRY_NAMES =
      Map.ofEntries(
          Map.entry("export.otlp.endpoint", List.of("OTEL_EXPORTER_OTLP_ENDPOINT")),
          Map.entry("export.otlp.traces-endpoint", List.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")),
          Map.entry("export.otlp.metrics-endpoint", List.of("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT")),
          Map.entry("export.otlp.logs-endpoint", List.of("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT")),
          Map.entry("export.otlp.headers", List.of("OTEL_EXPORTER_OTLP_HEADERS")),
          Map.entry("export.otlp.traces-headers", List.of("OTEL_EXPORTER_OTLP_TRACES_HEADERS")),
          Map.entry("export.otlp.metrics-headers", List.of("OTEL_EXPORTER_OTLP_METRICS_HEADERS")),
          Map.entry("export.otlp.logs-headers", List.of("OTEL_EXPORTER_OTLP_LOGS_HEADERS")),
          Map.entry("export.otlp.metrics-interval", List.of("OTEL_METRIC_EXPORT_INTERVAL")),
          Map.entry(
              "export.otlp.metrics-temporality",
              List.of("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE")),
          Map.entry(
              "export.otlp.compression",
              List.of("OTEL_EXPORTER_OTLP_COMPRESSION", "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION")),
          Map.entry(
              "export.otlp.timeout",
              List.of("OTEL_EXPORTER_OTLP_TIMEOUT", "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT")));

  private ConfigReference() {}

  static String markdown() {
    StringBuilder text = new StringBuilder();
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      text.append("### `").append(key.name()).append("`\n\n");
      text.append(key.description()).append("\n\n");
      text.append("- Value: ").append(key.form()).append('\n');
      text.append("- Default: ").append(defaultOf(key)).append('\n');
      text.append("- Environment: ").append(String.join(", ", variables(key))).append("\n\n");
    }
    return text.toString();
  }

  private static String defaultOf(ConfigKey<?> key) {
    String text = key.defaultText();
    if (text == null) {
      return "not set";
    }
    return text.isEmpty() ? "none" : "`" + text + "`";
  }

  private static List<String> variables(ConfigKey<?> key) {
    List<String> variables = new ArrayList<>();
    variables.add("`" + key.environmentName() + "`");
    for (String name : OPEN_TELEMETRY_NAMES.getOrDefault(key.name(), List.of())) {
      variables.add("`" + name + "`");
    }
    return variables;
  }
}
