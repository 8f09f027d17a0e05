package io.pillion.instrumentation.jettyclient;

import io.pillion.agent.bootstrap.HttpClientRequest;
import org.eclipse.jetty.client.Request;

/** A request of the client as the agent reads it. */
public final class JettyRequest extends JettyHeaders implements HttpClientRequest {
  private final Request request;

  JettyRequest(Request request) {
    super(request.getHeaders());
    this.request = request;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String scheme() {
    return request.getScheme();
  }

  @Override
  public String host() {
    return request.getHost();
  }

  @Override
  public int port() {
    if (request.getPort() > 0) {
      return request.getPort();
    }
    return "https".equalsIgnoreCase(request.getScheme()) ? 443 : 80;
  }

  @Override
  public String url() {
    return request.getURI().toString();
  }
}
