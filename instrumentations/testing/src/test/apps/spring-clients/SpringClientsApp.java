package apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** Spring's blocking clients, each on each of the clients it comes with: {@code /<which>?<id>}. */
public final class SpringClientsApp {
  private static final Map<String, Function<String, String>> CALLS = new LinkedHashMap<>();

  private SpringClientsApp() {}

  public static void main(String[] arguments) throws IOException {
    add("jdk", new JdkClientHttpRequestFactory());
    add("connection", new SimpleClientHttpRequestFactory());
    add("apache", new HttpComponentsClientHttpRequestFactory());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext("/", SpringClientsApp::serve);
    server.start();
    System.out.println("port " + server.getAddress().getPort());
  }

  @SuppressWarnings("removal")
  private static void add(String name, ClientHttpRequestFactory factory) {
    RestClient client = RestClient.builder().requestFactory(factory).build();
    CALLS.put("/client-" + name, url -> client.get().uri(url).retrieve().body(String.class));
    RestTemplate template = new RestTemplate(factory);
    CALLS.put("/template-" + name, url -> template.getForObject(url, String.class));
  }

  private static void serve(HttpExchange exchange) throws IOException {
    String id = exchange.getRequestURI().getQuery();
    String answer;
    try {
      answer =
          CALLS
              .get(exchange.getRequestURI().getPath())
              .apply(System.getProperty("test.echo") + "/echo?id=" + id);
    } catch (RuntimeException e) {
      answer = e.toString();
    }
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
