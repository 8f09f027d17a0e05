package io.pillion.sidecar.config;

/** A value that its key does not take. The message says what is wrong and what to write instead. */
final class InvalidValueException extends Exception {

  InvalidValueException(String message) {
    super(message);
  }
}
