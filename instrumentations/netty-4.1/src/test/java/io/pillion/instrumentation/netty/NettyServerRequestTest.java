package io.pillion.instrumentation.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NettyServerRequestTest {

  private static String rawPath(String target) {
    return new NettyServerRequest(
            new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target),
            new Connection(new EmbeddedChannel()),
            null)
        .rawPath();
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b?c=http://h/d, /a/b",
    "//a#b, //a",
    "http://h/a?b, /a",
    "http://h:8/a/../b;c=1#d, /a/../b;c=1",
    "https://h, /",
    "/, /"
  })
  void pathIsThatOfTheTarget(String target, String path) {
    assertThat(rawPath(target)).isEqualTo(path);
  }

  /** Servers make different paths of them; the policy gate refuses what is no path. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo/admin?u=http://h/public",
        "?u=http://h/public",
        "#http://h/public",
        "http://h?x=/admin",
        "http://h#/admin",
        "://h/a",
        "admin",
        "*",
        "h:443"
      })
  void targetThatIsNeitherAPathNorACleanUrlStaysAsItIs(String target) {
    assertThat(rawPath(target)).isEqualTo(target);
  }
}
