package io.pillion.instrumentation.apachehttpclient5;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.junit.jupiter.api.Test;

class ApacheRequestTest {

  @Test
  void takesTheUrlFromTheRequest() {
    ApacheRequest request =
        new ApacheRequest(
            null, new BasicHttpRequest("GET", URI.create("https://example.com/a?b=c")));

    assertThat(request.url()).isEqualTo("https://example.com/a?b=c");
    assertThat(request.scheme()).isEqualTo("https");
    assertThat(request.host()).isEqualTo("example.com");
    assertThat(request.port()).isEqualTo(443);
  }

  @Test
  void completesARelativeUrlFromTheTarget() {
    HttpHost target = new HttpHost("http", "example.com", 8080);
    ApacheRequest request = new ApacheRequest(target, new BasicHttpRequest("GET", "/a?b=c"));

    assertThat(request.url()).isEqualTo("http://example.com:8080/a?b=c");
    assertThat(request.host()).isEqualTo("example.com");
    assertThat(request.port()).isEqualTo(8080);
  }
}
