package io.pillion.instrumentation.apachehttpclient5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpHeaders;
import java.net.URI;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.config.Configurable;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.junit.jupiter.api.Test;

class TracedRequestTest {
  private final SimpleHttpRequest original =
      new SimpleHttpRequest("GET", URI.create("http://example.com:8080/a?to=http://b"));

  @Test
  void hasTheTraceHeadersInsteadOfTheOriginal() {
    original.addHeader("TraceParent", "old");
    original.addHeader("b3", "old");
    original.addHeader("X-App", "yes");

    HttpRequest traced = TracedRequest.of(original, new FakeExchange());

    assertThat(traced.getHeaders())
        .extracting(Header::getName, Header::getValue)
        .containsExactlyInAnyOrder(tuple("X-App", "yes"), tuple("traceparent", "new"));
    assertThat(original.getHeaders()).hasSize(3);
  }

  @Test
  void goesWhereTheOriginalGoes() throws Exception {
    original.setConfig(RequestConfig.custom().setMaxRedirects(3).build());

    HttpRequest traced = TracedRequest.of(original, new FakeExchange());

    assertThat(traced.getMethod()).isEqualTo("GET");
    assertThat(traced.getUri()).isEqualTo(original.getUri());
    assertThat(((Configurable) traced).getConfig()).isSameAs(original.getConfig());
  }

  private static final class FakeExchange implements HttpClientExchange {
    @Override
    public void injectHeaders(HeaderSetter setter) {
      setter.set("traceparent", "new");
      setter.remove("b3");
    }

    @Override
    public void responseHeaders(HttpHeaders headers) {}

    @Override
    public void end(int statusCode, String protocolVersion, Throwable error) {}
  }
}
