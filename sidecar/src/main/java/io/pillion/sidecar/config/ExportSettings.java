package io.pillion.sidecar.config;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * How one signal is exported.
 *
 * @param endpoint full address; for gRPC its path does not count
 * @param protocol by which requests are made
 * @param headers added to each request; secrets
 * @param compression of request bodies
 * @param timeout longest time for one attempt
 * @param tls for connections, if the endpoint is {@code https}
 */
public record ExportSettings(
    URI endpoint,
    Protocol protocol,
    Map<String, String> headers,
    Compression compression,
    Duration timeout,
    TlsFiles tls) {

  /** Whether connections are by TLS. */
  public boolean secure() {
    return endpoint.getScheme().toLowerCase(Locale.ROOT).equals("https");
  }
}
