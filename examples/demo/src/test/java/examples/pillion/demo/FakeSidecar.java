package examples.pillion.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Serves whatever it is told at {@code /api/sessions}, and is ready. */
final class FakeSidecar implements AutoCloseable {

  private final HttpServer server;
  private volatile String sessions = "[]";

  FakeSidecar() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/sessions",
        exchange -> {
          byte[] body = sessions.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext(
        "/readyz",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  void sessions(String json) {
    sessions = json;
  }

  SidecarApi api() {
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new SidecarApi(base, base);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
