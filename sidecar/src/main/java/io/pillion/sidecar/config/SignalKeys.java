package io.pillion.sidecar.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A setting of the export that a signal may have of its own: one key for all signals, and one for
 * each, named after it.
 *
 * @param <T> type of the value
 */
public final class SignalKeys<T> {
  private final ConfigKey<T> ofAll;
  private final Map<TelemetrySignal, ConfigKey<T>> ofOne = new EnumMap<>(TelemetrySignal.class);

  private SignalKeys(ConfigKey<T> ofAll, String description) {
    this.ofAll = ofAll;
    for (TelemetrySignal signal : TelemetrySignal.values()) {
      ofOne.put(signal, ofAll.forSignal(signal, description.formatted(signal.records())));
    }
  }

  /**
   * Derives the keys of the signals.
   *
   * @param description of a signal's key, with {@code %s} for what the signal consists of
   */
  static <T> SignalKeys<T> of(ConfigKey<T> ofAll, String description) {
    return new SignalKeys<>(ofAll, description);
  }

  /** The key for all signals that have no value of their own. */
  public ConfigKey<T> ofAll() {
    return ofAll;
  }

  /** The key for one signal. */
  public ConfigKey<T> of(TelemetrySignal signal) {
    return Objects.requireNonNull(ofOne.get(signal));
  }

  /** In the order of the reference. */
  List<ConfigKey<T>> keys() {
    List<ConfigKey<T>> keys = new ArrayList<>();
    keys.add(ofAll);
    keys.addAll(ofOne.values());
    return keys;
  }
}
