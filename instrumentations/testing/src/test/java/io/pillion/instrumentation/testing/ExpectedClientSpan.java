package io.pillion.instrumentation.testing;

import examples.pillion.demo.ReceivedSpan;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;

/** What the semantic conventions for HTTP client spans say of a call. */
final class ExpectedClientSpan {
  private final ClientCall call;
  private final int status;

  /** A status of 0 is no response. */
  ExpectedClientSpan(ClientCall call, int status) {
    this.call = call;
    this.status = status;
  }

  /** Fails with everything that is wrong with the span. */
  void check(ReceivedSpan span) {
    SoftAssertions soft = new SoftAssertions();
    Map<String, String> attributes = span.attributes();
    boolean standard = !call.method().equals("TEST");
    soft.assertThat(span.name()).as("name").isEqualTo(standard ? call.method() : "HTTP");
    soft.assertThat(attributes)
        .containsEntry("http.request.method", standard ? call.method() : "_OTHER")
        .containsEntry("url.full", call.url().toString())
        .containsEntry("server.address", call.url().getHost())
        .containsEntry("server.port", Integer.toString(call.url().getPort()))
        .doesNotContainKeys("network.transport", "network.type", "network.protocol.name");
    soft.assertThat(attributes.get("http.request.method_original"))
        .as("http.request.method_original")
        .isEqualTo(standard ? null : call.method());
    checkResponse(soft, attributes);
    soft.assertThat(span.error()).as("status is error").isEqualTo(status == 0 || status >= 400);
    soft.assertAll();
  }

  private void checkResponse(SoftAssertions soft, Map<String, String> attributes) {
    if (status == 0) {
      soft.assertThat(attributes)
          .containsKey("error.type")
          .doesNotContainKey("http.response.status_code");
      return;
    }
    soft.assertThat(attributes)
        .containsEntry("http.response.status_code", Integer.toString(status))
        .containsEntry("network.protocol.version", "1.1");
    soft.assertThat(attributes.get("error.type"))
        .as("error.type")
        .isEqualTo(status >= 400 ? Integer.toString(status) : null);
  }
}
