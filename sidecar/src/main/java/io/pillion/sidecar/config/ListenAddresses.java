package io.pillion.sidecar.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code host:port}. */
final class ListenAddresses {
  private static final Pattern BRACKETED = Pattern.compile("\\[([0-9A-Fa-f:.%]+)]:(\\d{1,5})");
  private static final Pattern PLAIN = Pattern.compile("([A-Za-z0-9_.-]+):(\\d{1,5})");
  private static final int MAX_PORT = 65535;

  /** Both forms, for JSON Schema; the port up to its maximum. */
  static final String SCHEMA_PATTERN =
      "^(\\[[0-9A-Fa-f:.%]+\\]|[A-Za-z0-9_.-]+)"
          + ":([0-9]{1,4}|[0-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$";

  private ListenAddresses() {}

  static ListenAddress parse(String text) throws InvalidValueException {
    Matcher matcher = BRACKETED.matcher(text);
    if (!matcher.matches()) {
      matcher = PLAIN.matcher(text);
      if (!matcher.matches()) {
        throw new InvalidValueException(
            "not an address: " + text + "; write host:port, for example 127.0.0.1:7420");
      }
    }
    int port = Integer.parseInt(matcher.group(2));
    if (port > MAX_PORT) {
      throw new InvalidValueException("port out of range: " + port + "; most=" + MAX_PORT);
    }
    return new ListenAddress(matcher.group(1), port);
  }
}
