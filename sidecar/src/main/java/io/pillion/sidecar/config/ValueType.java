package io.pillion.sidecar.config;

import java.util.Map;

/** What the text of a setting must look like, and what it means. */
interface ValueType<T> {

  /** The value that the text stands for. */
  T parse(String text) throws InvalidValueException;

  /** How to write one, for the reference: short. */
  String form();

  /** The value that a mapping in the file stands for, where the type allows one. */
  default T parseMapping(Map<String, String> mapping) throws InvalidValueException {
    throw new InvalidValueException("takes a single value, not a mapping; write " + form());
  }

  /** Whether {@link #parseMapping} does anything but refuse. */
  default boolean takesMapping() {
    return false;
  }
}
