package io.pillion.agent.config;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator wants recorded of HTTP exchanges, and of which.
 *
 * <p>In patterns {@code *} stands for any characters.
 *
 * @param clientRequestHeaders names and patterns, in lower case, like the three that follow
 * @param knownMethods replace those of the semantic conventions; null for these
 * @param ignorePaths patterns of raw paths whose requests make no spans
 * @param ignoreUserAgents patterns, compared without case, of user agents whose requests make none
 * @param queries whether queries are recorded at all
 * @param redactedParameters names and patterns, compared without case, of query parameters whose
 *     values are not recorded; null for the default
 * @param clientExperimental whether opt-in attributes that are not stable are recorded
 * @param serverExperimental the same of servers
 */
public record HttpOptions(
    List<String> clientRequestHeaders,
    List<String> clientResponseHeaders,
    List<String> serverRequestHeaders,
    List<String> serverResponseHeaders,
    @Nullable List<String> knownMethods,
    List<String> ignorePaths,
    List<String> ignoreUserAgents,
    boolean queries,
    @Nullable List<String> redactedParameters,
    boolean clientExperimental,
    boolean serverExperimental) {
  private static final String OTEL = "otel.instrumentation.http.";
  private static final int MOST_HEADERS = 32;
  private static final int MOST_METHODS = 64;
  private static final int MOST_PATTERNS = 64;
  private static final int MOST_PARAMETERS = 128;

  static HttpOptions read(AgentConfigReader in) {
    return new HttpOptions(
        in.headers(OTEL + "client.capture-request-headers", MOST_HEADERS),
        in.headers(OTEL + "client.capture-response-headers", MOST_HEADERS),
        in.headers(OTEL + "server.capture-request-headers", MOST_HEADERS),
        in.headers(OTEL + "server.capture-response-headers", MOST_HEADERS),
        in.otelList(OTEL + "known-methods", MOST_METHODS),
        orNone(in.list("http.server.ignore-paths", MOST_PATTERNS)),
        orNone(in.list("http.server.ignore-user-agents", MOST_PATTERNS)),
        in.queries(),
        in.list("http.query.redact", MOST_PARAMETERS),
        in.otelFlag(OTEL + "client.emit-experimental-telemetry", false),
        in.otelFlag(OTEL + "server.emit-experimental-telemetry", false));
  }

  private static List<String> orNone(@Nullable List<String> list) {
    return list == null ? Collections.emptyList() : list;
  }
}
