package examples.pillion.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** One HTTP client for everything the demo asks. Safe for use by many threads. */
public final class HttpCalls {

  static {
    // Forget an idle connection before the server does, so that none is used as it closes.
    System.setProperty("jdk.httpclient.keepalive.timeout", "10");
  }

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  private HttpCalls() {}

  public static HttpClient client() {
    return CLIENT;
  }

  /** A GET that carries a sampled W3C trace context of its own. */
  public static HttpRequest traced(URI uri, String traceId) {
    return HttpRequest.newBuilder(uri)
        .timeout(TIMEOUT)
        .header("traceparent", "00-" + traceId + "-" + TraceIds.span() + "-01")
        .build();
  }

  /** GETs with a trace id and waits for the answer. */
  public static HttpResponse<String> get(URI uri, String traceId) throws IOException {
    return send(traced(uri, traceId));
  }

  /** GETs and waits for the answer. */
  public static HttpResponse<String> get(URI uri) throws IOException {
    return send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking " + request.uri(), e);
    }
  }

  /** The status of a GET, or 0 if there was no answer. */
  public static int status(URI uri) {
    try {
      return get(uri).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }
}
