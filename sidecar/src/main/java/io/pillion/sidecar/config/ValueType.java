package io.pillion.sidecar.config;

import java.util.Map;

/** What the text of a setting must look like, and what it means. */
interface ValueType<T> {

  /** The value that the text stands for. */
  T parse(String text) throws InvalidValueException;

  /** How to write one, for the reference: short. */
  String form();

  /** What it may be at least and at most, for people; empty where {@link #schema} says it all. */
  default String bounds() {
    return "";
  }

  /**
   * What an editor can check of a value in the file: keywords of JSON Schema. May let pass what
   * {@link #parse} refuses, and never refuses what that takes in the form that is documented.
   */
  default Map<String, Object> schema() {
    return Map.of("type", "string");
  }

  /** The value that a mapping in the file stands for, where the type allows one. */
  default T parseMapping(Map<String, String> mapping) throws InvalidValueException {
    throw new InvalidValueException("takes a single value, not a mapping; write " + form());
  }

  /** Whether {@link #parseMapping} does anything but refuse. */
  default boolean takesMapping() {
    return false;
  }
}
