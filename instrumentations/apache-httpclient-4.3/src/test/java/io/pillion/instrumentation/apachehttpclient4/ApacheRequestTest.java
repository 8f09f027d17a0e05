package io.pillion.instrumentation.apachehttpclient4;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.http.HttpHost;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.message.BasicHttpRequest;
import org.junit.jupiter.api.Test;

class ApacheRequestTest {

  @Test
  void takesTheUrlFromTheRequest() {
    ApacheRequest request = new ApacheRequest(null, new HttpGet("https://example.com/a?b=c"));

    assertThat(request.url()).isEqualTo("https://example.com/a?b=c");
    assertThat(request.scheme()).isEqualTo("https");
    assertThat(request.host()).isEqualTo("example.com");
    assertThat(request.port()).isEqualTo(443);
  }

  @Test
  void completesARelativeUrlFromTheTarget() {
    HttpHost target = new HttpHost("example.com", 8080, "http");
    ApacheRequest request = new ApacheRequest(target, new BasicHttpRequest("GET", "/a?b=c"));

    assertThat(request.url()).isEqualTo("http://example.com:8080/a?b=c");
    assertThat(request.port()).isEqualTo(8080);
  }

  @Test
  void readsAllLinesOfAHeader() {
    HttpGet get = new HttpGet("http://example.com/");
    get.addHeader("X-One", "a");
    get.addHeader("x-one", "b");
    ApacheRequest request = new ApacheRequest(null, get);

    assertThat(request.header("X-ONE")).isEqualTo("a");
    assertThat(request.headers("X-ONE")).containsExactly("a", "b");
    assertThat(request.headerNames()).containsExactly("X-One", "x-one");
  }
}
