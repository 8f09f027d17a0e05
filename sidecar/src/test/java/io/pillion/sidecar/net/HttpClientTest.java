package io.pillion.sidecar.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pillion.sidecar.config.TlsFiles;
import io.pillion.sidecar.testing.TestLogs;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HttpClientTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: b\r\n\r\nok";

  private final NetThreads threads = new NetThreads();
  private final ServerSocket listener = listen();
  private final AtomicInteger connections = new AtomicInteger();

  @AfterEach
  void close() throws IOException {
    listener.close();
    threads.close();
  }

  @Test
  void reusesTheConnection() throws Exception {
    serve(10, OK);
    try (HttpClient client = client(Duration.ofSeconds(10))) {
      for (int i = 0; i < 3; i++) {
        HttpAnswer answer = get(client.post(Map.of("X-Test", "1"), new byte[] {1, 2, 3}));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-a")).isEqualTo("b");
        assertThat(answer.body()).asString(StandardCharsets.US_ASCII).isEqualTo("ok");
      }
    }
    assertThat(connections).hasValue(1);
  }

  @Test
  void waitsForTheAnswerAfterAnInformationalOne() throws Exception {
    serve(2, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK);
    try (HttpClient client = client(Duration.ofSeconds(10))) {
      for (int i = 0; i < 2; i++) {
        assertThat(get(client.post(Map.of(), new byte[1])).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void opensANewConnectionWhenTheKeptOneWasClosed() throws Exception {
    serve(1, OK); // the server closes after each answer, without announcing it
    try (HttpClient client = client(Duration.ofSeconds(10))) {
      for (int i = 0; i < 5; i++) {
        assertThat(get(client.post(Map.of(), new byte[1])).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void failsWhenThereIsNoAnswerInTime() {
    serve(1, "");
    try (HttpClient client = client(Duration.ofMillis(200))) {
      assertThatThrownBy(() -> get(client.post(Map.of(), new byte[1])))
          .hasCauseInstanceOf(AnswerTimeoutException.class);
    }
  }

  @Test
  void failsWhenNobodyListens() throws Exception {
    URI nobody = target();
    listener.close();
    try (HttpClient client = new HttpClient(threads, nobody, Duration.ofSeconds(10), null)) {
      assertThatThrownBy(() -> get(client.post(Map.of(), new byte[1])))
          .hasCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void failsWhenTheHostIsUnknown() throws Exception {
    URI unknown = URI.create("http://no-such-host.invalid:80/");
    try (HttpClient client = new HttpClient(threads, unknown, Duration.ofSeconds(20), null)) {
      assertThatThrownBy(() -> get(client.post(Map.of(), new byte[1])))
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining("unknown host");
    }
  }

  @Test
  void failsWhenTheAnswerIsNotHttp() {
    serve(1, "SSH-2.0-x\r\n\r\n");
    try (HttpClient client = client(Duration.ofSeconds(10))) {
      assertThatThrownBy(() -> get(client.post(Map.of(), new byte[1])))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void failsOnTlsWithAServerThatSpeaksNone() throws Exception {
    serve(1, OK);
    URI secure = URI.create(target().toString().replace("http:", "https:"));
    ClientTls tls = ClientTls.of(TlsFiles.NONE, new TestLogs().log);
    try (HttpClient client = new HttpClient(threads, secure, Duration.ofMillis(500), tls)) {
      assertThatThrownBy(() -> get(client.post(Map.of(), new byte[1])))
          .hasCauseInstanceOf(IOException.class);
    }
  }

  private HttpClient client(Duration timeout) {
    return new HttpClient(threads, target(), timeout, null);
  }

  private URI target() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1/traces");
  }

  private static HttpAnswer get(CompletableFuture<HttpAnswer> answer) throws Exception {
    return answer.get(30, TimeUnit.SECONDS);
  }

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Answers that many requests on each connection, then closes it. */
  private void serve(int requestsPerConnection, String answer) {
    Thread thread =
        new Thread(
            () -> {
              while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                  connections.incrementAndGet();
                  for (int i = 0; i < requestsPerConnection; i++) {
                    readRequest(socket.getInputStream());
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    if (answer.isEmpty()) {
                      socket.getInputStream().readAllBytes();
                    }
                  }
                } catch (IOException e) {
                  // The client went away, or the test is over.
                }
              }
            },
            "test-server");
    thread.setDaemon(true);
    thread.start();
  }

  private static void readRequest(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("closed");
      }
      head.append((char) b);
    }
    String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
    int at = lower.indexOf("content-length: ") + "content-length: ".length();
    in.readNBytes(Integer.parseInt(lower.substring(at, lower.indexOf('\r', at))));
  }
}
