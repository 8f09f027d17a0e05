package io.pillion.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import examples.pillion.demo.ReceivedSpan;
import examples.pillion.demo.TraceIds;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Requests to a running application and the spans of them. Each request carries a user agent of its
 * own, by which its span is found.
 */
final class ServerRun implements AutoCloseable {
  /** The client that a proxy in front would name. */
  static final String CLIENT = "1.1.1.1";

  private static final String USER_AGENT = "user_agent.original";

  private final ServerUnderTest server;
  private final RunningApp app;
  private final Map<String, RawRequest> recorded = new ConcurrentHashMap<>();

  ServerRun(ServerUnderTest server, RunningApp app) {
    this.server = server;
    this.app = app;
  }

  RunningApp app() {
    return app;
  }

  boolean can(ServerTrait trait) {
    return server.can(trait);
  }

  /** Adds what every request has. */
  RawRequest marked(RawRequest request) {
    return request
        .header("User-Agent", "test-user-agent/" + TraceIds.span())
        .header("X-Forwarded-For", CLIENT);
  }

  /** Sends a marked request and returns its span after looking at what all spans have in common. */
  ReceivedSpan spanOf(RawRequest marked, int expectedStatus) {
    RawResponse response = app.send(marked);
    assertThat(response.status()).as("status of %s", marked).isEqualTo(expectedStatus);
    return checked(marked, expectedStatus);
  }

  /** The span of a marked request that was answered with the given status. */
  ReceivedSpan checked(RawRequest marked, int status) {
    ReceivedSpan span = recordedSpan(marked);
    new ExpectedServerSpan(marked, status, app.port(), server.routes()).check(span);
    return span;
  }

  /** The only span of a marked request. */
  ReceivedSpan recordedSpan(RawRequest marked) {
    recorded.put(userAgent(marked), marked);
    List<ReceivedSpan> spans = app.await(1, marked.toString(), serverSpanOf(marked));
    assertThat(spans).as("server spans of %s", marked).hasSize(1);
    return spans.get(0);
  }

  static Predicate<ReceivedSpan> serverSpanOf(RawRequest marked) {
    String userAgent = userAgent(marked);
    return span ->
        span.kind().equals("SERVER") && userAgent.equals(span.attributes().get(USER_AGENT));
  }

  private static String userAgent(RawRequest marked) {
    String prefix = "User-Agent: ";
    return marked.headers().stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst()
        .orElseThrow();
  }

  /** Fails if any request so far has more than one span, or none. */
  void checkThatEachWasRecordedOnce() {
    spanOf(marked(RawRequest.get("/success")), 200);
    recorded
        .values()
        .forEach(
            request ->
                assertThat(app.now(serverSpanOf(request)))
                    .as("server spans of %s", request)
                    .hasSize(1));
  }

  @Override
  public void close() {
    app.close();
  }
}
