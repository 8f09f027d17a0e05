package apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** An application whose methods ask for spans by annotation. */
public final class WithSpanApp {
  private WithSpanApp() {}

  /** Prints its port and serves until it is killed. */
  public static void main(String[] arguments) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext("/work", exchange -> answer(exchange, new WithSpanApp().work()));
    server.createContext("/failures", exchange -> answer(exchange, failures()));
    server.start();
    System.out.println("port " + server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String work() {
    CompletableFuture<String> result = new CompletableFuture<>();
    boolean same = later(result) == result;
    String said = outer("me", 3, "secret") + same;
    result.complete("done");
    return said + alone();
  }

  @WithSpan
  private String outer(
      @SpanAttribute("who") String who, @SpanAttribute("count") int count, String unnamed) {
    try {
      return failing() + who + count + unnamed.length();
    } catch (IOException e) {
      return e.getMessage() + who + count + unnamed.length();
    }
  }

  @WithSpan(value = "failing", kind = SpanKind.CLIENT)
  private static long failing() throws IOException {
    throw new IOException("no paper");
  }

  @WithSpan
  private CompletableFuture<String> later(CompletableFuture<String> result) {
    return result;
  }

  @WithSpan(value = "alone", inheritContext = false)
  private static int alone() {
    return 7;
  }

  /** How often the agent's code failed; -1 without an agent. */
  private static String failures() {
    try {
      Class<?> agent = Class.forName("io.pillion.agent.bootstrap.Agent");
      return String.valueOf(agent.getMethod("adviceFailures").invoke(null));
    } catch (ReflectiveOperationException e) {
      return "-1";
    }
  }
}
