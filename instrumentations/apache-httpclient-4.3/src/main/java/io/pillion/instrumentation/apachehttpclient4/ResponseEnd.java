package io.pillion.instrumentation.apachehttpclient4;

import io.pillion.agent.bootstrap.HttpClientExchange;
import org.apache.http.HttpResponse;
import org.apache.http.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/** Ends an exchange with what the client made of it. */
public final class ResponseEnd {
  private ResponseEnd() {}

  static void end(
      HttpClientExchange exchange, @Nullable HttpResponse response, @Nullable Throwable failure) {
    if (response == null) {
      exchange.end(0, null, failure);
    } else {
      exchange.responseHeaders(new MessageHeaderReader(response));
      exchange.end(
          response.getStatusLine().getStatusCode(), digits(response.getProtocolVersion()), failure);
    }
  }

  private static @Nullable String digits(@Nullable ProtocolVersion version) {
    return version == null ? null : version.getMajor() + "." + version.getMinor();
  }
}
