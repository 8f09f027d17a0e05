package io.pillion.agent.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns settings into values within their limits, and notes each that is not usable. */
final class AgentConfigReader {
  static final List<String> KEYS =
      Collections.unmodifiableList(
          Arrays.asList(
              "enabled",
              "ipc.dir",
              "policy.required",
              "policy.timeout",
              "telemetry.ring-size",
              "telemetry.segment-size",
              "telemetry.max-size",
              "http.server.ignore-paths",
              "http.server.ignore-user-agents",
              "http.query",
              "http.query.redact",
              "metrics.jvm.enabled",
              "metrics.jvm.interval",
              "logs.capture.level",
              "logs.capture.rate",
              "logs.capture.mdc-keys",
              "log.level"));

  private static final List<String> PROPAGATORS =
      Collections.unmodifiableList(Arrays.asList("tracecontext", "baggage", "b3", "b3multi"));

  private static final List<String> SAMPLERS =
      Collections.unmodifiableList(
          Arrays.asList(
              "always_on",
              "always_off",
              "traceidratio",
              "parentbased_always_on",
              "parentbased_always_off",
              "parentbased_traceidratio"));

  private final ConfigSource source;
  private final List<String> problems;

  AgentConfigReader(ConfigSource source, List<String> problems) {
    this.source = source;
    this.problems = problems;
  }

  ConfigSource source() {
    return source;
  }

  List<String> problems() {
    return problems;
  }

  /** Called after the last value was read. */
  void finish() {
    source.reportUnknown(KEYS);
  }

  boolean enabled() {
    if (source.find("enabled") != null) {
      return bool("enabled", true);
    }
    return !otelFlag("otel.sdk.disabled", false) && otelFlag("otel.javaagent.enabled", true);
  }

  @Nullable String text(String key) {
    ConfigSource.Setting setting = source.find(key);
    return setting == null || setting.value().isEmpty() ? null : setting.value();
  }

  @Nullable String otelText(String key) {
    ConfigSource.Setting setting = source.findOtel(key);
    return setting == null || setting.value().isEmpty() ? null : setting.value();
  }

  boolean bool(String key, boolean byDefault) {
    ConfigSource.Setting setting = source.find(key);
    return setting == null ? byDefault : flag(setting, byDefault);
  }

  /** False unless set; a value that is neither counts as true, for the switch closes something. */
  boolean strictBool(String key) {
    ConfigSource.Setting setting = source.find(key);
    return setting != null && flag(setting, true);
  }

  int integer(String key, int byDefault, int min, int max) {
    ConfigSource.Setting setting = source.find(key);
    if (setting == null) {
      return byDefault;
    }
    try {
      return (int) within(setting, Integer.parseInt(setting.value()), byDefault, min, max);
    } catch (NumberFormatException e) {
      reject(setting, "a whole number", Integer.toString(byDefault));
      return byDefault;
    }
  }

  long durationNs(String key, long byDefault, long min, long max) {
    ConfigSource.Setting setting = source.find(key);
    if (setting == null) {
      return byDefault;
    }
    try {
      return within(setting, Quantity.durationNs(setting.value()), byDefault, min, max);
    } catch (IllegalArgumentException e) {
      reject(setting, e.getMessage(), byDefault / 1_000_000 + "ms");
      return byDefault;
    }
  }

  long sizeBytes(String key, long byDefault, long min, long max) {
    ConfigSource.Setting setting = source.find(key);
    if (setting == null) {
      return byDefault;
    }
    try {
      return within(setting, Quantity.sizeBytes(setting.value()), byDefault, min, max);
    } catch (IllegalArgumentException e) {
      reject(setting, e.getMessage(), (byDefault >> 20) + "MiB");
      return byDefault;
    }
  }

  LogLevel logLevel() {
    ConfigSource.Setting setting = source.find("log.level");
    if (setting == null) {
      return LogLevel.INFO;
    }
    for (LogLevel level : LogLevel.values()) {
      if (level.name().equalsIgnoreCase(setting.value())) {
        return level;
      }
    }
    reject(setting, "off, error, warn, info or debug", "info");
    return LogLevel.INFO;
  }

  /** Whether the operator chose to export nothing of a signal, in OpenTelemetry's words. */
  boolean exportsNone(String signal) {
    ConfigSource.Setting setting = source.findOtel("otel." + signal + ".exporter");
    return setting != null && setting.value().equalsIgnoreCase("none");
  }

  /** OpenTelemetry's number of the least severity to capture; above all of them for none. */
  int captureSeverity() {
    ConfigSource.Setting setting = source.find("logs.capture.level");
    if (setting == null) {
      return 13;
    }
    Integer severity =
        switch (setting.value().toLowerCase(Locale.ROOT)) {
          case "trace" -> 1;
          case "debug" -> 5;
          case "info" -> 9;
          case "warn" -> 13;
          case "error" -> 17;
          case "off" -> Integer.MAX_VALUE;
          default -> null;
        };
    if (severity == null) {
      reject(setting, "off, error, warn, info, debug or trace", "warn");
      return 13;
    }
    return severity;
  }

  List<String> captureMdcKeys() {
    ConfigSource.Setting setting = source.find("logs.capture.mdc-keys");
    if (setting == null) {
      return Collections.emptyList();
    }
    Set<String> keys = new LinkedHashSet<>();
    // Options are separated by commas already.
    for (String key : setting.value().split("[,;]", -1)) {
      if (!key.trim().isEmpty()) {
        keys.add(key.trim());
      }
    }
    return Collections.unmodifiableList(Arrays.asList(keys.toArray(new String[0])));
  }

  /** A key of the diagnostic context as OpenTelemetry's agent names it. */
  String loggingKey(String which, String byDefault) {
    String text = otelText("otel.instrumentation.common.logging." + which);
    return text == null ? byDefault : text;
  }

  String tracesSampler() {
    ConfigSource.Setting setting = source.findOtel("otel.traces.sampler");
    if (setting == null) {
      return "parentbased_always_on";
    }
    String name = setting.value().toLowerCase(Locale.ROOT);
    if (SAMPLERS.contains(name)) {
      return name;
    }
    reject(setting, "one of " + SAMPLERS, "parentbased_always_on");
    return "parentbased_always_on";
  }

  double tracesSamplerRatio() {
    ConfigSource.Setting setting = source.findOtel("otel.traces.sampler.arg");
    if (setting == null) {
      return 1.0;
    }
    try {
      double ratio = Double.parseDouble(setting.value());
      if (ratio >= 0 && ratio <= 1) {
        return ratio;
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number outside its limits.
    }
    reject(setting, "a number from 0 to 1", "1.0");
    return 1.0;
  }

  Set<String> propagators() {
    Set<String> names = new LinkedHashSet<>();
    ConfigSource.Setting setting = source.findOtel("otel.propagators");
    if (setting == null) {
      names.add("tracecontext");
      names.add("baggage");
      return Collections.unmodifiableSet(names);
    }
    List<String> given = list(setting.value().toLowerCase(Locale.ROOT));
    StringBuilder refused = new StringBuilder();
    for (String name : given) {
      if (PROPAGATORS.contains(name)) {
        names.add(name);
      } else if (!name.equals("none")) {
        refused.append(refused.length() == 0 ? "" : ",").append(name);
      }
    }
    if (refused.length() > 0) {
      problems.add(
          "propagators ignored: "
              + setting.origin()
              + " names "
              + refused
              + "; choose from "
              + String.join(", ", PROPAGATORS)
              + ", or none");
    }
    if (given.contains("none") && !names.isEmpty()) {
      problems.add(
          "propagator none ignored: "
              + setting.origin()
              + " names others, too; write none alone to propagate nothing");
    }
    return Collections.unmodifiableSet(names);
  }

  /** The elements of a setting of ours; null if it is not set. */
  @Nullable List<String> list(String key, int most) {
    ConfigSource.Setting setting = source.find(key);
    return setting == null ? null : limited(setting, most);
  }

  /** The elements of a setting that OpenTelemetry defines; null if it is not set. */
  @Nullable List<String> otelList(String key, int most) {
    ConfigSource.Setting setting = source.findOtel(key);
    return setting == null ? null : limited(setting, most);
  }

  private List<String> limited(ConfigSource.Setting setting, int most) {
    List<String> elements = list(setting.value());
    if (elements.size() > most) {
      problems.add(
          "list too long: "
              + setting.origin()
              + ", most="
              + most
              + ", length="
              + elements.size()
              + "; the first "
              + most
              + " hold, use patterns with * for more");
      elements = elements.subList(0, most);
    }
    return Collections.unmodifiableList(elements);
  }

  /** Splits at commas, and at semicolons because a comma ends an option of the agent. */
  private static List<String> list(String text) {
    List<String> elements = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == ',' || text.charAt(i) == ';') {
        String element = text.substring(start, i).trim();
        if (!element.isEmpty()) {
          elements.add(element);
        }
        start = i + 1;
      }
    }
    return elements;
  }

  /** Header names and patterns, in lower case; what can be no header's name is noted. */
  List<String> headers(String key, int most) {
    List<String> given = otelList(key, most);
    if (given == null) {
      return Collections.emptyList();
    }
    List<String> names = new ArrayList<>();
    for (String name : given) {
      if (isHeaderName(name)) {
        names.add(name.toLowerCase(Locale.ROOT));
      } else {
        problems.add(
            "header ignored: "
                + key
                + " names "
                + name
                + "; write names separated by commas, * stands for anything");
      }
    }
    return Collections.unmodifiableList(names);
  }

  private static boolean isHeaderName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(c >= 'a' && c <= 'z')
          && !(c >= 'A' && c <= 'Z')
          && !(c >= '0' && c <= '9')
          && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether queries are recorded; a value that is neither counts as no, for it guards secrets. */
  boolean queries() {
    ConfigSource.Setting setting = source.find("http.query");
    if (setting == null || setting.value().equalsIgnoreCase("record")) {
      return true;
    }
    if (!setting.value().equalsIgnoreCase("drop")) {
      problems.add(
          "bad value: "
              + setting.origin()
              + "="
              + setting.value()
              + "; expected record or drop, queries are dropped");
    }
    return false;
  }

  Map<String, String> resourceAttributes() {
    ConfigSource.Setting setting = source.findOtel("otel.resource.attributes");
    if (setting == null) {
      return Collections.emptyMap();
    }
    try {
      return ResourceAttributes.parse(setting.value());
    } catch (IllegalArgumentException e) {
      reject(setting, "key=value,key=value with percent-encoding (" + e.getMessage() + ")", "none");
      return Collections.emptyMap();
    }
  }

  boolean otelFlag(String key, boolean byDefault) {
    ConfigSource.Setting setting = source.findOtel(key);
    return setting == null ? byDefault : flag(setting, byDefault);
  }

  private boolean flag(ConfigSource.Setting setting, boolean byDefault) {
    if (setting.value().equalsIgnoreCase("true")) {
      return true;
    }
    if (setting.value().equalsIgnoreCase("false")) {
      return false;
    }
    reject(setting, "true or false", Boolean.toString(byDefault));
    return byDefault;
  }

  private long within(
      ConfigSource.Setting setting, long value, long byDefault, long min, long max) {
    if (value >= min && value <= max) {
      return value;
    }
    problems.add(
        "value out of range: "
            + setting.origin()
            + "="
            + setting.value()
            + ", min="
            + min
            + ", max="
            + max
            + "; the default is used, default="
            + byDefault);
    return byDefault;
  }

  private void reject(ConfigSource.Setting setting, @Nullable String expected, String byDefault) {
    problems.add(
        "bad value: "
            + setting.origin()
            + "="
            + setting.value()
            + "; expected "
            + expected
            + ", the default is used, default="
            + byDefault);
  }
}
