package io.pillion.sidecar.config;

import java.util.ArrayList;
import java.util.List;

/** Writes the reference of all settings, in Markdown, from the same table that the loader uses. */
final class ConfigReference {
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
    if (OtlpKeys.ALL.stream().anyMatch(keys -> keys.keys().contains(key))) {
      variables.add("`" + OtlpKeys.openTelemetryName(key) + "`");
    } else if (key.equals(ConfigKeys.METRICS_INTERVAL)) {
      variables.add("`" + OtlpKeys.METRICS_INTERVAL + "`");
    } else if (key.equals(ConfigKeys.METRICS_TEMPORALITY)) {
      variables.add("`" + OtlpKeys.METRICS_TEMPORALITY + "`");
    }
    return variables;
  }
}
