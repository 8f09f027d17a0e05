package apps;

import java.net.InetSocketAddress;
import java.util.Arrays;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Reactor Netty, which calls itself by HTTP/2 without TLS: for each id in the query at once. */
public final class Http2App {
  private static HttpClient client;

  private Http2App() {}

  public static void main(String[] arguments) {
    DisposableServer server =
        HttpServer.create()
            .host("localhost")
            .port(0)
            .protocol(HttpProtocol.HTTP11, HttpProtocol.H2C)
            .handle(Http2App::answer)
            .bindNow();
    int port = ((InetSocketAddress) server.address()).getPort();
    client = HttpClient.create().protocol(HttpProtocol.H2C).baseUrl("http://localhost:" + port);
    System.out.println("port " + port);
    server.onDispose().block();
  }

  private static Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    String target = request.uri();
    String ids = target.substring(target.indexOf('=') + 1);
    if (target.startsWith("/inner?")) {
      return response.sendString(Mono.just(child(ids)));
    }
    if (target.startsWith("/failing?")) {
      return response.status(500).sendString(Mono.just("failed"));
    }
    String path = target.substring("/calls".length(), target.indexOf('?'));
    return response.sendString(
        Flux.fromArray(ids.split(","))
            .flatMap(id -> call(path + "?id=" + id))
            .collectList()
            .map(answers -> String.join(",", sorted(answers.toArray(new String[0])))));
  }

  private static Mono<String> call(String target) {
    return client
        .get()
        .uri(target)
        .responseSingle(
            (response, body) ->
                body.asString()
                    .defaultIfEmpty("")
                    .map(text -> response.status().code() + ":" + text));
  }

  private static String[] sorted(String[] answers) {
    Arrays.sort(answers);
    return answers;
  }

  private static String child(String id) {
    try {
      return Child.call(id);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
