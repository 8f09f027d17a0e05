package io.pillion.instrumentation.apachehttpclient5;

import io.pillion.agent.bootstrap.HttpClientExchange;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ProtocolVersion;
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
      exchange.end(response.getCode(), digits(response.getVersion()), failure);
    }
  }

  private static @Nullable String digits(@Nullable ProtocolVersion version) {
    if (version == null) {
      return null;
    }
    return version.getMajor() == 1
        ? "1." + version.getMinor()
        : Integer.toString(version.getMajor());
  }
}
