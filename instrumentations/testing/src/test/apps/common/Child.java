package apps;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The work a request causes: a call that shows the test which trace it belongs to. */
public final class Child {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Child() {}

  /** Calls the test's own server; returns the id it was given. */
  public static String call(String id) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(System.getProperty("test.echo") + "/echo?id=" + id))
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
