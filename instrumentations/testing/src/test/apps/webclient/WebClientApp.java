package apps;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Spring's WebClient on Reactor Netty, with its pool of connections. */
public final class WebClientApp implements Client {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final WebClient client =
      WebClient.builder()
          .clientConnector(
              new ReactorClientHttpConnector(HttpClient.create().responseTimeout(LIMIT)))
          .build();

  public static void main(String[] arguments) throws IOException {
    ClientDriver.run(new WebClientApp());
  }

  @Override
  public Response send(Call call, int times) {
    Mono<Response> exchange = exchange(call);
    Response response = exchange.block();
    for (int i = 1; i < times; i++) {
      response = exchange.block();
    }
    return response;
  }

  @Override
  public void sendAsync(Call call, BiConsumer<Response, Throwable> callback) {
    exchange(call)
        .subscribe(
            response -> callback.accept(response, null), error -> callback.accept(null, error));
  }

  private Mono<Response> exchange(Call call) {
    WebClient.RequestBodySpec request =
        client.method(HttpMethod.valueOf(call.method)).uri(call.uri);
    call.headers.forEach(request::header);
    if (call.body != null) {
      request.bodyValue(call.body);
    }
    return request
        .retrieve()
        .onStatus(status -> true, response -> Mono.empty())
        .toEntity(String.class)
        .map(WebClientApp::response);
  }

  private static Response response(ResponseEntity<String> entity) {
    String body = entity.getBody();
    return new Response(entity.getStatusCode().value(), body == null ? "" : body);
  }
}
