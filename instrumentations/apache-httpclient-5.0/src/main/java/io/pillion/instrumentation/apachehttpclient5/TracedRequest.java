package io.pillion.instrumentation.apachehttpclient5;

import io.pillion.agent.bootstrap.HttpClientExchange;
import org.apache.hc.client5.http.config.Configurable;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * The application's request with the trace headers, seen by the client only.
 *
 * <p><b>Threading.</b> As the client's own requests: one thread at a time.
 */
public final class TracedRequest extends BasicHttpRequest implements Configurable {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable RequestConfig config;

  private TracedRequest(HttpRequest original) {
    super(original.getMethod(), (String) null);
    setPath(original.getPath());
    setScheme(original.getScheme());
    setAuthority(original.getAuthority());
    setVersion(original.getVersion());
    setHeaders(original.getHeaders());
    this.config = original instanceof Configurable set ? set.getConfig() : null;
  }

  /** A copy to send; the original where a copy would not say the same. */
  static HttpRequest of(HttpRequest original, HttpClientExchange exchange) {
    String uri = original.getRequestUri();
    if (uri.startsWith("http:") || uri.startsWith("https:")) {
      // Asked for in absolute form, which a copy cannot be told in every version.
      return original;
    }
    TracedRequest copy = new TracedRequest(original);
    exchange.injectHeaders(new TraceHeaders(copy));
    return copy;
  }

  @Override
  public @Nullable RequestConfig getConfig() {
    return config;
  }
}
