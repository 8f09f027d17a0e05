package apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** The JDK's own HTTP server. */
public final class JdkHttpServerApp {
  private JdkHttpServerApp() {}

  public static void main(String[] arguments) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newFixedThreadPool(16));
    for (String path :
        new String[] {
          "/success",
          "/redirect",
          "/error-status",
          "/exception",
          "/captureHeaders",
          "/query",
          "/path",
          "/child",
          "/child-from-request-body",
          "/denied"
        }) {
      server.createContext(path, JdkHttpServerApp::handle);
    }
    server.start();
    System.out.println("port " + server.getAddress().getPort());
  }

  private static void handle(HttpExchange exchange) throws IOException {
    try {
      Answer answer = Answer.to(new ExchangeRequest(exchange));
      answer.headers.forEach(exchange.getResponseHeaders()::set);
      byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    exchange.close();
  }

  private static final class ExchangeRequest implements Answer.Request {
    private final HttpExchange exchange;

    private ExchangeRequest(HttpExchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public String path() {
      return exchange.getRequestURI().getPath();
    }

    @Override
    public String query() {
      return exchange.getRequestURI().getQuery();
    }

    @Override
    public String header(String name) {
      return exchange.getRequestHeaders().getFirst(name);
    }

    @Override
    public String body() throws IOException {
      return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
