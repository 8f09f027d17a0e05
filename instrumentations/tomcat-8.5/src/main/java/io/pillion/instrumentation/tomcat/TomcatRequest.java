package io.pillion.instrumentation.tomcat;

import io.pillion.agent.bootstrap.HttpServerRequest;
import io.pillion.agent.bootstrap.HttpVersion;
import java.util.Collections;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/** A request of Tomcat's as the agent reads it. */
public final class TomcatRequest implements HttpServerRequest {
  private final Request request;

  TomcatRequest(Request request) {
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
  public String rawPath() {
    return request.getRequestURI();
  }

  @Override
  public @Nullable String resolvedPath() {
    return request.getDecodedRequestURI();
  }

  @Override
  public @Nullable String query() {
    return request.getQueryString();
  }

  @Override
  public @Nullable String protocolVersion() {
    return HttpVersion.digits(request.getProtocol());
  }

  @Override
  public @Nullable String header(String name) {
    return name.equals("host") || name.equals("user-agent")
        ? RecentHeaders.text(request.getCoyoteRequest().getMimeHeaders().getValue(name))
        : request.getHeader(name);
  }

  @Override
  public List<String> headers(String name) {
    return Collections.list(request.getHeaders(name));
  }

  @Override
  public Iterable<String> headerNames() {
    return Collections.list(request.getHeaderNames());
  }

  @Override
  public @Nullable String peerAddress() {
    // Valves overwrite the remote address with what a header claims; the connector knows the peer.
    org.apache.coyote.Request connector = request.getCoyoteRequest();
    connector.action(ActionCode.REQ_HOST_ADDR_ATTRIBUTE, connector);
    return connector.remoteAddr().toString();
  }

  @Override
  public int peerPort() {
    return request.getRemotePort();
  }

  @Override
  public int localPort() {
    return request.getLocalPort();
  }
}
