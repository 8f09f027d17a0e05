package examples.pillion.demo;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sends a service requests whose header lines are exactly as given, has it call back, and tells
 * what headers its calls had.
 */
final class Callbacks implements AutoCloseable {

  private static final int LIMIT_MS = 20_000;

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final HttpServer server;

  private record Received(String path, Headers headers) {}

  Callbacks() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] unused = exchange.getRequestBody().readAllBytes();
    Headers headers = new Headers();
    headers.putAll(exchange.getRequestHeaders());
    received.add(new Received(exchange.getRequestURI().getPath(), headers));
    exchange.getResponseHeaders().add("X-Callback", "yes");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  /** The headers of each of the calls, in order. */
  List<Headers> headersOfCalls(URI service, int count, String... lines) throws IOException {
    int request = requests.incrementAndGet();
    String body =
        IntStream.range(0, count)
            .mapToObj(i -> "{\"url\":\"" + url(request, i) + "\",\"arguments\":[]}")
            .collect(Collectors.joining(",", "[", "]"));
    String answer = post(service, body, lines);
    if (!answer.startsWith("HTTP/1.1 200 ")) {
      throw new AssertionError("service did not answer well: " + answer);
    }
    return IntStream.range(0, count).mapToObj(i -> only("/" + request + "/" + i)).toList();
  }

  private String url(int request, int call) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + request + "/" + call;
  }

  private Headers only(String path) {
    List<Received> found =
        received.stream().filter(callback -> callback.path().equals(path)).toList();
    if (found.size() != 1) {
      throw new AssertionError("expected one call: path=" + path + ", calls=" + found);
    }
    return found.get(0).headers();
  }

  /** Posts a body and returns the whole answer. */
  static String post(URI service, String body, String... lines) throws IOException {
    StringBuilder request = new StringBuilder();
    String query = service.getRawQuery() == null ? "" : "?" + service.getRawQuery();
    request.append("POST ").append(service.getRawPath()).append(query).append(" HTTP/1.1\r\n");
    request.append("Host: ").append(service.getAuthority()).append("\r\n");
    request.append("Content-Type: application/json\r\nConnection: close\r\n");
    request.append("Content-Length: ").append(body.length()).append("\r\n");
    for (String line : lines) {
      request.append(line).append("\r\n");
    }
    request.append("\r\n").append(body);
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(LIMIT_MS);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
