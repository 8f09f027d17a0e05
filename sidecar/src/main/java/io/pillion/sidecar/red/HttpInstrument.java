package io.pillion.sidecar.red;

import io.pillion.ipc.wire.SpanRecord;
import org.jspecify.annotations.Nullable;

/** The two histograms of OpenTelemetry's HTTP metric conventions, in seconds. */
public enum HttpInstrument {
  SERVER(
      "http.server.request.duration",
      "Duration of HTTP server requests.",
      "io.pillion.http-server"),
  CLIENT(
      "http.client.request.duration",
      "Duration of HTTP client requests.",
      "io.pillion.http-client");

  /** Unit of all of them, by UCUM. */
  public static final String UNIT = "s";

  private final String metricName;
  private final String description;
  private final String scopeName;

  HttpInstrument(String metricName, String description, String scopeName) {
    this.metricName = metricName;
    this.description = description;
    this.scopeName = scopeName;
  }

  /** As the conventions write it. */
  public String metricName() {
    return metricName;
  }

  /** As the conventions write it. */
  public String description() {
    return description;
  }

  /** The scope of the spans that count, and of the histogram. */
  public String scopeName() {
    return scopeName;
  }

  /**
   * Where a span counts; null if nowhere: an application may make spans of these kinds itself, for
   * the same requests.
   */
  static @Nullable HttpInstrument of(SpanRecord span) {
    HttpInstrument instrument =
        switch (span.kind()) {
          case SERVER -> SERVER;
          case CLIENT -> CLIENT;
          case INTERNAL, PRODUCER, CONSUMER -> null;
        };
    return instrument != null && instrument.scopeName.equals(span.scopeName()) ? instrument : null;
  }
}
