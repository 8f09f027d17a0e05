package examples.pillion.tracecontext;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls by the JDK's client. */
final class JdkCaller implements Caller {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  @Override
  public void post(Call call) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(call.url())
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(call.arguments()))
            .build();
    HttpResponse<Void> unused = client.send(request, HttpResponse.BodyHandlers.discarding());
  }
}
