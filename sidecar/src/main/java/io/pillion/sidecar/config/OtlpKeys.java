package io.pillion.sidecar.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The settings of the export that OpenTelemetry has variables for. Part of {@link ConfigKeys}. */
public final class OtlpKeys {
  static final String PREFIX = "export.otlp.";
  private static final String OPEN_TELEMETRY_PREFIX = "OTEL_EXPORTER_OTLP_";

  /** Variables for settings that are not of each signal. */
  static final String METRICS_INTERVAL = "OTEL_METRIC_EXPORT_INTERVAL";

  static final String METRICS_TEMPORALITY = "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE";

  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration HOUR = Duration.ofHours(1);

  public static final SignalKeys<URI> ENDPOINT =
      SignalKeys.of(
          ConfigKey.of(
              PREFIX + "endpoint",
              new EndpointType(),
              null,
              "Base address of an OTLP back end; for OTLP/HTTP `/v1/traces`, `/v1/metrics` and"
                  + " `/v1/logs` are appended. Without this and the endpoint of a signal, spans and"
                  + " metrics are kept in memory only and shown by the sidecar, and log records end"
                  + " there."),
          "Full address for %s, used as it is, in place of `export.otlp.endpoint`.");

  public static final SignalKeys<Protocol> PROTOCOL =
      SignalKeys.of(
          ConfigKey.of(
              PREFIX + "protocol",
              ValueTypes.oneOf(Protocol.class),
              Protocol.HTTP_PROTOBUF.toString(),
              "OTLP/HTTP or OTLP/gRPC. For `grpc` only scheme, host and port of an endpoint count;"
                  + " the port is 4317 if it has none. All calls of a signal share one HTTP/2"
                  + " connection."),
          "For requests with %s, in place of `export.otlp.protocol`.");

  public static final SignalKeys<Map<String, String>> HEADERS =
      SignalKeys.of(
          ConfigKey.secret(
              PREFIX + "headers",
              new HeadersType(),
              "",
              "Headers added to each request, for example for authentication. Never shown or logged."
                  + " In the environment: `name=value,name=value`, values percent-encoded."),
          "Headers for requests with %s alone, in place of `export.otlp.headers`. Never shown or"
              + " logged.");

  public static final SignalKeys<Compression> COMPRESSION =
      SignalKeys.of(
          ConfigKey.of(
              PREFIX + "compression",
              ValueTypes.oneOf(Compression.class),
              "gzip",
              "How request bodies are compressed."),
          "For requests with %s, in place of `export.otlp.compression`.");

  public static final SignalKeys<Duration> TIMEOUT =
      SignalKeys.of(
          ConfigKey.of(
              PREFIX + "timeout",
              ValueTypes.duration(MILLISECOND, HOUR),
              "10s",
              "Longest time for one attempt, connecting included. After it the batch is sent"
                  + " again."),
          "For requests with %s, in place of `export.otlp.timeout`.");

  public static final SignalKeys<Path> CERTIFICATE =
      SignalKeys.of(
          ConfigKey.of(
              PREFIX + "certificate",
              ValueTypes.path(),
              null,
              "PEM file with the certificates that are trusted for `https`, in place of the JDK's"
                  + " trust store. Read again when it changes: new connections use the new ones. If"
                  + " a change cannot be used, what was last good stays in force and the log says"
                  + " so."),
          "For requests with %s, in place of `export.otlp.certificate`.");

  public static final SignalKeys<Path> CLIENT_CERTIFICATE =
      SignalKeys.of(
          ConfigKey.of(
              PREFIX + "client-certificate",
              ValueTypes.path(),
              null,
              "PEM file with the certificate that the sidecar shows the back end (mTLS), then those of"
                  + " its issuers. Needs `export.otlp.client-key`. Read again when it changes."),
          "For requests with %s, in place of `export.otlp.client-certificate`.");

  public static final SignalKeys<Path> CLIENT_KEY =
      SignalKeys.of(
          ConfigKey.of(
              PREFIX + "client-key",
              ValueTypes.path(),
              null,
              "PEM file with the private key of the client certificate, not encrypted. Read again when"
                  + " it changes."),
          "For requests with %s, in place of `export.otlp.client-key`.");

  /** In the order of the reference. */
  static final List<SignalKeys<?>> ALL =
      List.of(
          ENDPOINT,
          PROTOCOL,
          HEADERS,
          COMPRESSION,
          TIMEOUT,
          CERTIFICATE,
          CLIENT_CERTIFICATE,
          CLIENT_KEY);

  private OtlpKeys() {}

  /** The setting that names such a file. */
  public static SignalKeys<Path> of(TlsFiles.Role role) {
    return switch (role) {
      case CERTIFICATE -> CERTIFICATE;
      case CLIENT_CERTIFICATE -> CLIENT_CERTIFICATE;
      case CLIENT_KEY -> CLIENT_KEY;
    };
  }

  /** OpenTelemetry's variable for one of these keys. */
  static String openTelemetryName(ConfigKey<?> key) {
    String rest = key.name().substring(PREFIX.length());
    return OPEN_TELEMETRY_PREFIX + rest.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
