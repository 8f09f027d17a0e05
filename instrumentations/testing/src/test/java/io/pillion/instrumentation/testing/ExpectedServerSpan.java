package io.pillion.instrumentation.testing;

import examples.pillion.demo.ReceivedSpan;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;

/** What the semantic conventions for HTTP server spans say of a request and its response. */
final class ExpectedServerSpan {
  private final RawRequest request;
  private final int status;
  private final int port;
  private final Routes routes;

  ExpectedServerSpan(RawRequest request, int status, int port, Routes routes) {
    this.request = request;
    this.status = status;
    this.port = port;
    this.routes = routes;
  }

  /** Fails with everything that is wrong with the span. */
  void check(ReceivedSpan span) {
    SoftAssertions soft = new SoftAssertions();
    Map<String, String> attributes = span.attributes();
    soft.assertThat(span.kind()).as("kind").isEqualTo("SERVER");
    soft.assertThat(span.name()).as("name").isEqualTo(name());
    expectedAttributes()
        .forEach((key, value) -> soft.assertThat(attributes.get(key)).as(key).isEqualTo(value));
    soft.assertThat(attributes.get("http.route")).as("http.route").isEqualTo(route());
    soft.assertThat(attributes.get("url.query")).as("url.query").isEqualTo(query());
    soft.assertThat(attributes.get("http.request.method_original"))
        .as("http.request.method_original")
        .isEqualTo(standardMethod() ? null : request.method());
    soft.assertThat(attributes).as("network.peer.port").containsKey("network.peer.port");
    soft.assertThat(attributes)
        .doesNotContainKeys(
            "client.port", "network.transport", "network.type", "network.protocol.name");
    soft.assertThat(span.error()).as("status is error").isEqualTo(failed());
    soft.assertThat(span.endEpochNanos()).as("end").isGreaterThanOrEqualTo(span.startEpochNanos());
    soft.assertAll();
  }

  private Map<String, String> expectedAttributes() {
    Map<String, String> expected = new TreeMap<>();
    expected.put("http.request.method", standardMethod() ? request.method() : "_OTHER");
    expected.put("url.path", path());
    expected.put("url.scheme", "http");
    expected.put("server.address", "localhost");
    expected.put("server.port", Integer.toString(port));
    expected.put("network.peer.address", "127.0.0.1");
    expected.put("client.address", ServerRun.CLIENT);
    expected.put("network.protocol.version", "1.1");
    if (status > 0) {
      expected.put("http.response.status_code", Integer.toString(status));
    }
    if (status >= 500) {
      expected.put("error.type", Integer.toString(status));
    }
    return expected;
  }

  private String name() {
    String method = standardMethod() ? request.method() : "HTTP";
    return route() == null ? method : method + " " + route();
  }

  private @Nullable String route() {
    return routes.of(path());
  }

  private boolean failed() {
    return status == 0 || status >= 500;
  }

  private boolean standardMethod() {
    return !Objects.equals(request.method(), "TEST");
  }

  private String path() {
    return request.target().replaceAll("\\?.*", "");
  }

  private @Nullable String query() {
    int mark = request.target().indexOf('?');
    return mark < 0 ? null : request.target().substring(mark + 1);
  }
}
