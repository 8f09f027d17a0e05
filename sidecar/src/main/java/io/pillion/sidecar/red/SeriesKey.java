package io.pillion.sidecar.red;

import io.pillion.ipc.wire.SpanRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that tell one series from another, by OpenTelemetry's HTTP metric conventions.
 * Attributes that those only allow are left out.
 *
 * <p>One of them is filled again for each span to look its series up by, so that no span costs an
 * object; those in maps are copies, and do not change.
 */
final class SeriesKey {
  /** Of the object, its entry in a map and the list of its attributes. */
  private static final int BYTES = 400;

  private static final int STRING_BYTES = 56;

  private @Nullable String method;
  private @Nullable String scheme;
  private @Nullable String route;
  private @Nullable String protocolVersion;
  private @Nullable String serverAddress;
  private @Nullable String errorType;
  private long serverPort;
  private long statusCode;
  private int hash;

  /** Takes over what a span says. */
  void fill(HttpInstrument instrument, List<SpanRecord.Attribute> attributes) {
    clear();
    boolean server = instrument == HttpInstrument.SERVER;
    for (int i = 0; i < attributes.size(); i++) {
      SpanRecord.Attribute attribute = attributes.get(i);
      if (attribute.value() instanceof String text) {
        fill(attribute.key(), text, server);
      } else if (attribute.value() instanceof Long number) {
        fill(attribute.key(), number, server);
      }
    }
    hash = newHash();
  }

  private void fill(String key, String value, boolean server) {
    switch (key) {
      case "http.request.method" -> method = value;
      case "network.protocol.version" -> protocolVersion = value;
      case "error.type" -> errorType = value;
      case "http.route" -> route = server ? value : null;
      case "url.scheme" -> scheme = server ? value : null;
      // What a server is called by its clients has no end of values.
      case "server.address" -> serverAddress = server ? null : value;
      default -> {}
    }
  }

  private void fill(String key, long value, boolean server) {
    switch (key) {
      case "http.response.status_code" -> statusCode = value;
      case "server.port" -> serverPort = server ? 0 : value;
      default -> {}
    }
  }

  private void clear() {
    method = null;
    scheme = null;
    route = null;
    protocolVersion = null;
    serverAddress = null;
    errorType = null;
    serverPort = 0;
    statusCode = 0;
  }

  SeriesKey copy() {
    SeriesKey copy = new SeriesKey();
    copy.method = method;
    copy.scheme = scheme;
    copy.route = route;
    copy.protocolVersion = protocolVersion;
    copy.serverAddress = serverAddress;
    copy.errorType = errorType;
    copy.serverPort = serverPort;
    copy.statusCode = statusCode;
    copy.hash = hash;
    return copy;
  }

  /** What there is of them. */
  List<SpanRecord.Attribute> attributes() {
    List<SpanRecord.Attribute> attributes = new ArrayList<>();
    add(attributes, "http.request.method", method);
    add(attributes, "http.response.status_code", statusCode == 0 ? null : statusCode);
    add(attributes, "http.route", route);
    add(attributes, "url.scheme", scheme);
    add(attributes, "network.protocol.version", protocolVersion);
    add(attributes, "server.address", serverAddress);
    add(attributes, "server.port", serverPort == 0 ? null : serverPort);
    add(attributes, "error.type", errorType);
    return List.copyOf(attributes);
  }

  private static void add(
      List<SpanRecord.Attribute> attributes, String key, @Nullable Object value) {
    if (value != null) {
      attributes.add(new SpanRecord.Attribute(key, value));
    }
  }

  /** An estimate of the heap that a copy holds. */
  long bytes() {
    return BYTES
        + bytes(method)
        + bytes(scheme)
        + bytes(route)
        + bytes(protocolVersion)
        + bytes(serverAddress)
        + bytes(errorType);
  }

  private static long bytes(@Nullable String text) {
    return text == null ? 0 : STRING_BYTES + 2L * text.length();
  }

  private int newHash() {
    int code = Objects.hashCode(method);
    code = 31 * code + Objects.hashCode(route);
    code = 31 * code + Long.hashCode(statusCode);
    code = 31 * code + Objects.hashCode(serverAddress);
    code = 31 * code + Long.hashCode(serverPort);
    code = 31 * code + Objects.hashCode(errorType);
    code = 31 * code + Objects.hashCode(scheme);
    return 31 * code + Objects.hashCode(protocolVersion);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SeriesKey key
        && hash == key.hash
        && statusCode == key.statusCode
        && serverPort == key.serverPort
        && Objects.equals(route, key.route)
        && Objects.equals(method, key.method)
        && Objects.equals(serverAddress, key.serverAddress)
        && Objects.equals(errorType, key.errorType)
        && Objects.equals(scheme, key.scheme)
        && Objects.equals(protocolVersion, key.protocolVersion);
  }
}
