package io.pillion.agent.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The three places a setting may come from: {@code -javaagent} options, then system properties,
 * then the environment.
 */
final class ConfigSource {
  private static final String PREFIX = "pillion.";
  private static final String ENV_PREFIX = "PILLION_";
  private static final String SWITCH_PREFIX = "instrumentation.";
  private static final String SWITCH_SUFFIX = ".enabled";
  private static final String SWITCH_ENV_PREFIX = "PILLION_INSTRUMENTATION_";
  private static final String SWITCH_ENV_SUFFIX = "_ENABLED";

  private final Map<String, String> options = new LinkedHashMap<>();
  private final Properties properties;
  private final Map<String, String> environment;
  private final List<String> problems;

  ConfigSource(
      @Nullable String options,
      Properties properties,
      Map<String, String> environment,
      List<String> problems) {
    this.properties = properties;
    this.environment = environment;
    this.problems = problems;
    if (options != null) {
      parseOptions(options);
    }
  }

  /** The value of a key of ours, given without its {@code pillion.} prefix; null if unset. */
  @Nullable Setting find(String key) {
    String option = options.get(key);
    if (option != null) {
      return new Setting("option " + key, option);
    }
    String property = properties.getProperty(PREFIX.concat(key));
    if (property != null) {
      return new Setting("system property " + PREFIX + key, property.trim());
    }
    String variable = envName(PREFIX.concat(key));
    String value = environment.get(variable);
    return value == null || value.isEmpty()
        ? null
        : new Setting("environment variable " + variable, value.trim());
  }

  /** The value of a key that OpenTelemetry defines: system property, then environment. */
  @Nullable Setting findOtel(String key) {
    String property = properties.getProperty(key);
    if (property != null) {
      return new Setting("system property " + key, property.trim());
    }
    String variable = envName(key);
    String value = environment.get(variable);
    return value == null || value.isEmpty()
        ? null
        : new Setting("environment variable " + variable, value.trim());
  }

  /** Notes each key of ours that is set and unknown, with the known key it resembles. */
  void reportUnknown(List<String> known) {
    for (String key : options.keySet()) {
      if (!known.contains(key) && !isSwitch(key)) {
        unknown("option " + key, NearestKey.of(key, known));
      }
    }
    for (String name : new TreeMap<Object, Object>(properties).keySet().toArray(new String[0])) {
      if (name.startsWith(PREFIX)) {
        String key = name.substring(PREFIX.length());
        if (!known.contains(key) && !isSwitch(key) && !isForeign(key)) {
          String nearest = NearestKey.of(key, known);
          unknown("system property " + name, nearest == null ? null : PREFIX + nearest);
        }
      }
    }
    for (String name : new TreeMap<>(environment).keySet()) {
      if (name.startsWith(ENV_PREFIX)) {
        reportUnknownVariable(name, known);
      }
    }
  }

  private void reportUnknownVariable(String name, List<String> known) {
    if (name.startsWith("PILLION_SIDECAR_")
        || (name.startsWith(SWITCH_ENV_PREFIX) && name.endsWith(SWITCH_ENV_SUFFIX))) {
      return;
    }
    for (String key : known) {
      if (name.equals(envName(PREFIX.concat(key)))) {
        return;
      }
    }
    String key = name.substring(ENV_PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    String nearest = NearestKey.of(key, known);
    if (nearest != null) {
      // Any other may be the sidecar's, which reads the same environment in a pod.
      unknown("environment variable " + name, envName(PREFIX + nearest));
    }
  }

  private void unknown(String what, @Nullable String nearest) {
    problems.add(
        "unknown setting ignored: "
            + what
            + (nearest == null ? "; see docs/configuration.md" : "; did you mean " + nearest));
  }

  private static boolean isSwitch(String key) {
    return key.startsWith(SWITCH_PREFIX) && key.endsWith(SWITCH_SUFFIX);
  }

  /** Keys that other programs of ours read. */
  private static boolean isForeign(String key) {
    return key.startsWith("sidecar.") || key.startsWith("test.");
  }

  private void parseOptions(String text) {
    int start = 0;
    while (start <= text.length()) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      String pair = text.substring(start, end).trim();
      if (!pair.isEmpty()) {
        parseOption(pair);
      }
      start = end + 1;
    }
  }

  private void parseOption(String pair) {
    int equals = pair.indexOf('=');
    if (equals <= 0) {
      problems.add(
          "option ignored: " + pair + "; write key=value,key=value after the agent's path");
      return;
    }
    String key = pair.substring(0, equals).trim();
    if (key.startsWith(PREFIX)) {
      key = key.substring(PREFIX.length());
    }
    options.put(key, pair.substring(equals + 1).trim());
  }

  /** {@code pillion.ipc.ring-size} becomes {@code PILLION_IPC_RING_SIZE}. */
  static String envName(String key) {
    return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** A value and the place it was found, as the operator would name it. */
  record Setting(String origin, String value) {}
}
