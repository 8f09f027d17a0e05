package apps;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** The client of Vert.x, with its pool of five connections. */
public final class VertxClientApp implements Client {
  private static final int LIMIT_MILLIS = 2_000;

  private final HttpClient client = Vertx.vertx().createHttpClient();

  public static void main(String[] arguments) throws IOException {
    ClientDriver.run(new VertxClientApp());
  }

  @Override
  public Response send(Call call, int times) throws Exception {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    sendAsync(
        call,
        (response, error) -> {
          if (error == null) {
            answer.complete(response);
          } else {
            answer.completeExceptionally(error);
          }
        });
    return answer.get(30, TimeUnit.SECONDS);
  }

  @Override
  public void sendAsync(Call call, BiConsumer<Response, Throwable> callback) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(call.method))
            .setHost(call.uri.getHost())
            .setPort(call.uri.getPort())
            .setURI(call.uri.getRawPath() + "?" + call.uri.getRawQuery())
            .setTimeout(LIMIT_MILLIS);
    call.headers.forEach(options::putHeader);
    client
        .request(options)
        .compose(request -> sent(request, call))
        .onComplete(
            done -> {
              if (done.succeeded()) {
                callback.accept(done.result(), null);
              } else {
                callback.accept(null, done.cause());
              }
            });
  }

  private static Future<Response> sent(HttpClientRequest request, Call call) {
    Buffer body = call.body == null ? Buffer.buffer() : Buffer.buffer(call.body);
    return request
        .send(body)
        .compose(
            response ->
                response
                    .body()
                    .map(content -> new Response(response.statusCode(), content.toString())));
  }
}
