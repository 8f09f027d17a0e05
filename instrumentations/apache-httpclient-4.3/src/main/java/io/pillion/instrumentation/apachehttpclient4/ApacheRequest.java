package io.pillion.instrumentation.apachehttpclient4;

import io.pillion.agent.bootstrap.HttpClientRequest;
import java.net.URI;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.methods.HttpUriRequest;
import org.jspecify.annotations.Nullable;

/** A request of the client as the agent reads it. */
public final class ApacheRequest extends MessageHeaderReader implements HttpClientRequest {
  private final HttpRequest request;
  private final URI uri;

  /**
   * A request as the application gave it.
   *
   * @param target where to send it; null if the request's URI says so itself
   */
  ApacheRequest(@Nullable HttpHost target, HttpRequest request) {
    super(request);
    this.request = request;
    URI own =
        request instanceof HttpUriRequest known
            ? known.getURI()
            : URI.create(request.getRequestLine().getUri());
    this.uri = own.isAbsolute() || target == null ? own : URI.create(target.toURI()).resolve(own);
  }

  @Override
  public String method() {
    return request.getRequestLine().getMethod();
  }

  @Override
  public String scheme() {
    return uri.getScheme();
  }

  @Override
  public String host() {
    return uri.getHost();
  }

  @Override
  public int port() {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  @Override
  public String url() {
    return uri.toString();
  }
}
