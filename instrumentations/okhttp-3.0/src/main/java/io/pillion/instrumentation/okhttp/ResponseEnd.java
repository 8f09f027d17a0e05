package io.pillion.instrumentation.okhttp;

import io.pillion.agent.bootstrap.HttpClientExchange;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Ends an exchange with the response to it. */
public final class ResponseEnd {
  private ResponseEnd() {}

  static void end(HttpClientExchange exchange, Response response) {
    exchange.responseHeaders(new OkHttpResponseHeaders(response));
    exchange.end(response.code(), version(response), null);
  }

  private static @Nullable String version(Response response) {
    return switch (response.protocol().toString()) {
      case "http/1.0" -> "1.0";
      case "http/1.1" -> "1.1";
      case "h2", "h2_prior_knowledge" -> "2";
      case "h3" -> "3";
      default -> null;
    };
  }
}
