package io.pillion.sidecar.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One setting: its name, what it takes, and its default.
 *
 * @param <T> type of the value
 */
public final class ConfigKey<T> {
  private final String name;
  private final ValueType<T> type;
  private final @Nullable String defaultText;
  private final boolean secret;
  private final String description;

  private ConfigKey(
      String name,
      ValueType<T> type,
      @Nullable String defaultText,
      boolean secret,
      String description) {
    this.name = name;
    this.type = type;
    this.defaultText = defaultText;
    this.secret = secret;
    this.description = description;
  }

  static <T> ConfigKey<T> of(
      String name, ValueType<T> type, @Nullable String defaultText, String description) {
    return new ConfigKey<>(name, type, defaultText, false, description);
  }

  static <T> ConfigKey<T> secret(
      String name, ValueType<T> type, @Nullable String defaultText, String description) {
    return new ConfigKey<>(name, type, defaultText, true, description);
  }

  /** The same setting for one signal alone, without a default: then this one's value applies. */
  ConfigKey<T> forSignal(TelemetrySignal signal, String describedAs) {
    int word = name.lastIndexOf('.') + 1;
    String own = name.substring(0, word) + signal.word() + "-" + name.substring(word);
    return new ConfigKey<>(own, type, null, secret, describedAs);
  }

  /** Dotted name; each dot is a level of the file. */
  public String name() {
    return name;
  }

  /** The environment variable that overrides the file. */
  public String environmentName() {
    return "PILLION_" + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** What the file would say for the default; null if there is none. */
  public @Nullable String defaultText() {
    return defaultText;
  }

  /** Whether the value must not be shown. */
  public boolean secret() {
    return secret;
  }

  /** For the reference: what it is for. */
  public String description() {
    return description;
  }

  /** For the reference: how to write it. */
  public String form() {
    return type.form();
  }

  ValueType<T> type() {
    return type;
  }

  @Override
  public String toString() {
    return name;
  }
}
