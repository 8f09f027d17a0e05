package io.pillion.sidecar.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pillion.sidecar.config.ListenAddress;
import io.pillion.sidecar.testing.TestLogs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // line ends are part of the protocol
final class HttpServerTest {
  private static final ListenAddress ANY_PORT = new ListenAddress("127.0.0.1", 0);

  private final TestLogs logs = new TestLogs();
  private final NetThreads threads = new NetThreads();
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    HttpRoutes routes =
        HttpRoutes.builder()
            .get("/hello", call -> HttpReply.text(200, "hello " + call.query().get("name")))
            .get(
                "/broken",
                call -> {
                  throw new InternalError("a fault in a mapping");
                })
            .build();
    server = HttpServer.open(threads, "test", ANY_PORT, routes, logs.log);
  }

  @AfterEach
  void close() {
    server.close();
    threads.close();
  }

  @Test
  void answersSeveralRequestsOfOneConnectionInOrder() throws IOException {
    String answer =
        send(
            "GET /hello?name=one HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET /hello?name=t%20wo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).containsSubsequence("hello one", "connection: close", "hello t wo");
  }

  @Test
  void answersHeadWithTheLengthAndWithoutTheBody() throws IOException {
    String answer = send("HEAD /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).contains("200 OK", "content-length: 11").doesNotContain("hello");
  }

  @Test
  void refusesWhatIsNoHttp() throws IOException {
    assertThat(send("\u0016\u0003\u0001\u0002 nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
    assertThat(send("GET /hello HTTP/1.1\r\nHost : x\u0000\r\n\r\n")).startsWith("HTTP/1.1 400");
    assertThat(send("GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
    assertThat(send("GET /hello HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void refusesWhatIsTooLarge() throws IOException {
    assertThat(send("GET /" + "a".repeat(5000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 414");
    assertThat(send("GET / HTTP/1.1\r\nX: " + "a".repeat(9000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431");
    assertThat(send("POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void turnsAFaultOfAHandlerIntoA500WithoutDetails() throws IOException {
    String answer = send("GET /broken HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 500").doesNotContain("mapping");
    assertThat(logs.text()).contains("request-failed").contains("mapping");
  }

  @Test
  void failsToOpenOnAnAddressInUse() {
    assertThatThrownBy(
            () ->
                HttpServer.open(
                    threads, "second", server.address(), call -> HttpReply.text(200, ""), logs.log))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use");
  }

  @Test
  void closesItsConnectionsWhenItCloses() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().port())) {
      socket.setSoTimeout(5000);
      socket
          .getOutputStream()
          .write("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      server.close();
      socket.getInputStream().readAllBytes();
    }
  }

  @Test
  void keepsAnsweringWhateverBytesCome() throws IOException {
    Random random = new Random(7420);
    byte[] seed =
        "GET /hello?name=a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
            .getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 400; i++) {
      byte[] bytes = random.nextBoolean() ? seed.clone() : new byte[random.nextInt(200)];
      if (bytes.length == seed.length) {
        for (int changes = random.nextInt(6); changes >= 0; changes--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      } else {
        random.nextBytes(bytes);
      }
      RawHttp.exchange(server.address(), bytes, 2000);
    }

    assertThat(send("GET /hello?name=still HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .contains("hello still");
  }

  private String send(String request) throws IOException {
    return RawHttp.exchange(server.address(), request);
  }
}
