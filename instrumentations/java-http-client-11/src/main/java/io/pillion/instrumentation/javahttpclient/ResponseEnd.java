package io.pillion.instrumentation.javahttpclient;

import io.pillion.agent.bootstrap.HttpClientExchange;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Ends an exchange with the outcome of its future. */
public final class ResponseEnd implements BiConsumer<Object, Throwable> {
  private final HttpClientExchange exchange;

  ResponseEnd(HttpClientExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public void accept(@Nullable Object response, @Nullable Throwable failure) {
    end(exchange, response, failure);
  }

  static void end(
      HttpClientExchange exchange, @Nullable Object response, @Nullable Throwable failure) {
    if (failure == null && response instanceof HttpResponse<?> received) {
      exchange.responseHeaders(new HeaderView(received.headers()));
      exchange.end(received.statusCode(), digits(received.version()), null);
    } else {
      exchange.end(0, null, unwrapped(failure));
    }
  }

  private static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
    Throwable cause = failure == null ? null : failure.getCause();
    boolean wrapper =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    return wrapper && cause != null ? cause : failure;
  }

  private static @Nullable String digits(HttpClient.Version version) {
    return switch (version.name()) {
      case "HTTP_1_1" -> "1.1";
      case "HTTP_2" -> "2";
      case "HTTP_3" -> "3";
      default -> null;
    };
  }
}
