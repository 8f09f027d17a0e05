package io.pillion.agent.http;

import io.pillion.agent.config.HttpOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of HTTP exchanges, and of which.
 *
 * <p><b>Threading.</b> Immutable.
 */
public final class HttpSettings {
  private static final List<String> NONE = List.of();

  /** What holds where the operator said nothing. */
  public static final HttpSettings DEFAULT =
      new HttpSettings(
          new HttpOptions(NONE, NONE, NONE, NONE, null, NONE, NONE, true, null, false, false));

  final Side client;
  final Side server;
  final HttpMethods methods;
  final Redaction redaction;
  final IgnoredRequests ignored;

  /** Follows the operator. */
  public HttpSettings(HttpOptions options) {
    List<String> secrets = options.redactedParameters();
    redaction = new Redaction(options.queries(), secrets == null ? Redaction.DEFAULT : secrets);
    client =
        new Side(
            HeaderCapture.ofRequests(options.clientRequestHeaders(), redaction),
            HeaderCapture.ofResponses(options.clientResponseHeaders(), redaction),
            options.clientExperimental());
    server =
        new Side(
            HeaderCapture.ofRequests(options.serverRequestHeaders(), redaction),
            HeaderCapture.ofResponses(options.serverResponseHeaders(), redaction),
            options.serverExperimental());
    List<String> known = options.knownMethods();
    methods = known == null ? HttpMethods.CONVENTIONAL : new HttpMethods(known);
    ignored = new IgnoredRequests(options.ignorePaths(), options.ignoreUserAgents());
  }

  /**
   * What is recorded on one side of an exchange.
   *
   * @param requestHeaders null for none
   * @param responseHeaders null for none
   * @param sizes whether the sizes of bodies are recorded, which is experimental
   */
  record Side(
      @Nullable HeaderCapture requestHeaders,
      @Nullable HeaderCapture responseHeaders,
      boolean sizes) {}
}
