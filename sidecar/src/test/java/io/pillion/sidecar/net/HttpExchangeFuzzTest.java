package io.pillion.sidecar.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.pillion.sidecar.testing.TestLogs;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes on a connection to the sidecar's own server: each answer is one that is meant. */
class HttpExchangeFuzzTest {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d+) ");
  private static final Set<String> MEANT =
      Set.of("100", "200", "400", "404", "405", "413", "414", "417", "431");

  private static final HttpRoutes ROUTES =
      HttpRoutes.builder()
          .get("/metrics", call -> HttpReply.text(200, call.query().toString()))
          .getUnder("/traces/", call -> HttpReply.text(200, call.path() + call.number("limit", 1)))
          .route("POST", "/reload", call -> HttpReply.text(200, "host " + call.host()))
          .build();

  /** The first byte says where the bytes are cut in two, as a network may do. */
  @MethodSource("requests")
  @FuzzTest
  void whateverComesIsAnsweredOrClosed(byte[] input) {
    TestLogs logs = new TestLogs();
    EmbeddedChannel channel = new EmbeddedChannel();
    HttpServer.configure(channel.pipeline(), "fuzz", ROUTES, logs.log);
    if (input.length > 0) {
      int cut = 1 + (input[0] & 0xff) % input.length;
      write(channel, Arrays.copyOfRange(input, 1, cut));
      write(channel, Arrays.copyOfRange(input, cut, input.length));
    }
    StringBuilder answers = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      answers.append(part.toString(StandardCharsets.UTF_8));
      part.release();
    }
    Matcher status = STATUS.matcher(answers);
    while (status.find()) {
      assertThat(status.group(1)).isIn(MEANT);
    }
    channel.finishAndReleaseAll();
    assertThat(logs.text()).doesNotContain("failed");
  }

  private static void write(EmbeddedChannel channel, byte[] bytes) {
    if (channel.isOpen()) {
      channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    }
  }

  static Stream<byte[]> requests() {
    return Stream.of(
            "\u0005GET /metrics?a=b&a=%41 HTTP/1.1\r\nHost: x\r\n\r\n",
            "\u0020GET /traces/ab%2fcd?limit=7 HTTP/1.1\r\nHost: x\r\n\r\nHEAD / HTTP/1.0\r\n\r\n",
            "\u0001POST /reload HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
            "\u0001POST /reload HTTP/1.1\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + "3\r\n"
                + "abc\r\n"
                + "0\r\n\r\n",
            "\u0001GET /%zz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
            "\u0001GET / HTTP/9.9\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n",
            "\u0001" + "x".repeat(20_000))
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
