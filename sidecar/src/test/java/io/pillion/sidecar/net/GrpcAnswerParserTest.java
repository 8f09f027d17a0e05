package io.pillion.sidecar.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import org.junit.jupiter.api.Test;

final class GrpcAnswerParserTest {
  private static final byte[] NOTHING = {};

  @Test
  void decodesTheMessageOfAFailure() {
    assertThat(failure("no%20such%20tenant+1: %C3%A4", null).message())
        .isEqualTo("no such tenant+1: ä");
    assertThat(failure("100%", null).message()).isEqualTo("100%");
  }

  @Test
  void decodesDetailsWithAndWithoutPadding() {
    assertThat(failure("", "AQI=").details()).containsExactly(1, 2);
    assertThat(failure("", "AQI").details()).containsExactly(1, 2);
    assertThat(failure("", "!").details()).isEmpty();
  }

  @Test
  void takesTheFirstMessageThatIsWhole() {
    assertThat(success(0, 0, 0, 0, 2, 7, 8).body()).containsExactly(7, 8);
    assertThat(success(0, 0, 0, 0, 3, 7, 8).body()).isEmpty();
    assertThat(success(0, -1, -1, -1, -1, 7, 8).body()).isEmpty();
    assertThat(success(1, 0, 0, 0, 2, 7, 8).body()).isEmpty();
    assertThat(success(0, 0, 0).body()).isEmpty();
  }

  @Test
  void translatesTheStatusOfHttpWhereThereIsNone() {
    assertThat(overHttp("503").status()).isEqualTo(14);
    assertThat(overHttp("404").status()).isEqualTo(12);
    assertThat(overHttp("200").status()).isEqualTo(2);
    assertThat(overHttp("503").message()).contains("status=503");
  }

  private static GrpcAnswer failure(String message, String details) {
    Http2Headers trailers =
        new DefaultHttp2Headers().set("grpc-status", "3").set("grpc-message", message);
    if (details != null) {
      trailers.set("grpc-status-details-bin", details);
    }
    return GrpcAnswerParser.parse(new DefaultHttp2Headers().status("200"), trailers, NOTHING);
  }

  private static GrpcAnswer success(int... data) {
    byte[] bytes = new byte[data.length];
    for (int i = 0; i < data.length; i++) {
      bytes[i] = (byte) data[i];
    }
    Http2Headers trailers = new DefaultHttp2Headers().set("grpc-status", "0");
    return GrpcAnswerParser.parse(new DefaultHttp2Headers().status("200"), trailers, bytes);
  }

  private static GrpcAnswer overHttp(String status) {
    Http2Headers head = new DefaultHttp2Headers().status(status);
    return GrpcAnswerParser.parse(head, head, NOTHING);
  }
}
