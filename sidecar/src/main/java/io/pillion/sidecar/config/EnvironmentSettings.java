package io.pillion.sidecar.config;

import static io.pillion.sidecar.config.Origin.Layer.OTEL_ENVIRONMENT;
import static io.pillion.sidecar.config.Origin.Layer.PILLION_ENVIRONMENT;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Settings in environment variables. An empty variable counts as absent. */
final class EnvironmentSettings {
  private static final String PREFIX = "PILLION_";

  private final Map<String, String> environment;
  private final List<Setting> settings = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  EnvironmentSettings(Map<String, String> environment) {
    this.environment = environment;
    readOpenTelemetry();
    readPillion();
  }

  /** In rising precedence. */
  List<Setting> settings() {
    return settings;
  }

  List<Problem> problems() {
    return problems;
  }

  /** Variables that look like a misspelt setting: other parts of Pillion have theirs, too. */
  List<String> warnings() {
    Map<String, String> known =
        ConfigKeys.ALL.stream()
            .collect(Collectors.toMap(ConfigKey::environmentName, ConfigKey::name));
    List<String> warnings = new ArrayList<>();
    for (String variable : environment.keySet().stream().sorted().toList()) {
      if (variable.startsWith(PREFIX) && !known.containsKey(variable)) {
        String meant = Suggestion.nearest(variable, known.keySet());
        if (meant != null) {
          warnings.add(
              "environment variable is not a setting of the sidecar and is ignored: "
                  + variable
                  + "; did you mean "
                  + meant
                  + "?");
        }
      }
    }
    return warnings;
  }

  private void readOpenTelemetry() {
    addMillis(OtlpKeys.METRICS_INTERVAL, ConfigKeys.METRICS_INTERVAL);
    addInLowerCase(OtlpKeys.METRICS_TEMPORALITY, ConfigKeys.METRICS_TEMPORALITY);
    for (SignalKeys<?> keys : OtlpKeys.ALL) {
      for (ConfigKey<?> key : keys.keys()) {
        if (keys == OtlpKeys.TIMEOUT) {
          addMillis(OtlpKeys.openTelemetryName(key), key);
        } else {
          add(OtlpKeys.openTelemetryName(key), key);
        }
      }
    }
  }

  private void readPillion() {
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      String text = value(key.environmentName());
      if (!text.isEmpty()) {
        settings.add(
            Setting.of(
                key, text, Origin.ofEnvironment(PILLION_ENVIRONMENT, key.environmentName())));
      }
    }
  }

  private void add(String variable, ConfigKey<?> key) {
    add(variable, key, value(variable));
  }

  /** OpenTelemetry's words are the same in any case. */
  private void addInLowerCase(String variable, ConfigKey<?> key) {
    add(variable, key, value(variable).toLowerCase(Locale.ROOT));
  }

  private void add(String variable, ConfigKey<?> key, String text) {
    if (!text.isEmpty()) {
      settings.add(Setting.of(key, text, Origin.ofEnvironment(OTEL_ENVIRONMENT, variable)));
    }
  }

  /** OpenTelemetry's times are bare numbers of milliseconds. */
  private void addMillis(String variable, ConfigKey<?> key) {
    String text = value(variable);
    Origin origin = Origin.ofEnvironment(OTEL_ENVIRONMENT, variable);
    if (text.matches("\\d{1,12}")) {
      settings.add(Setting.of(key, text + "ms", origin));
    } else if (!text.isEmpty()) {
      problems.add(origin.problem("not a number of milliseconds: " + text));
    }
  }

  private String value(String variable) {
    return environment.getOrDefault(variable, "").strip();
  }
}
