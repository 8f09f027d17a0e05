package examples.pillion.shop;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks the inventory service what is on hand. Safe for use by many threads. */
final class InventoryClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  InventoryClient(URI base) {
    this.base = base;
  }

  /** The inventory's answer as JSON; blocks until it is there. */
  String stock(String sku) throws IOException, InterruptedException {
    return body(http.send(request(sku), BodyHandlers.ofString()));
  }

  /** As {@link #stock}, without blocking. */
  CompletableFuture<String> stockLater(String sku) {
    return http.sendAsync(request(sku), BodyHandlers.ofString()).thenApply(InventoryClient::body);
  }

  private HttpRequest request(String sku) {
    String segment = URLEncoder.encode(sku, StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(base.resolve("/stock/" + segment)).timeout(TIMEOUT).build();
  }

  private static String body(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new IllegalStateException("inventory answered " + response.statusCode());
    }
    return response.body();
  }
}
