package apps;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.BiConsumer;

/** The JDK's own HTTP client. */
public final class JavaHttpClientApp implements Client {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(LIMIT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  public static void main(String[] arguments) throws IOException {
    ClientDriver.run(new JavaHttpClientApp());
  }

  @Override
  public Response send(Call call, int times) throws Exception {
    HttpRequest request = request(call);
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    for (int i = 1; i < times; i++) {
      response = client.send(request, BodyHandlers.ofString());
    }
    return new Response(response.statusCode(), response.body());
  }

  @Override
  public void sendAsync(Call call, BiConsumer<Response, Throwable> callback) {
    client
        .sendAsync(request(call), BodyHandlers.ofString())
        .thenApply(response -> new Response(response.statusCode(), response.body()))
        .whenComplete(callback);
  }

  private static HttpRequest request(Call call) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(call.uri)
            .timeout(LIMIT)
            .method(
                call.method,
                call.body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(call.body));
    call.headers.forEach(builder::header);
    return builder.build();
  }
}
