package io.pillion.instrumentation.jersey;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpServerExchange;
import java.util.List;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.uri.UriTemplate;

/**
 * What the advice calls.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class JerseyRoute {

  private JerseyRoute() {}

  /** The resource method of a request is known. */
  public static void matched(ContainerRequest request) {
    HttpServerExchange exchange = Agent.http().currentServer();
    if (exchange == null) {
      return;
    }
    ExtendedUriInfo uri = request.getUriInfo();
    StringBuilder route = new StringBuilder();
    append(route, request.getBaseUri().getRawPath());
    // The innermost comes first.
    List<UriTemplate> templates = uri.getMatchedTemplates();
    for (int i = templates.size() - 1; i >= 0; i--) {
      append(route, templates.get(i).getTemplate());
    }
    exchange.route(route.length() == 0 ? "/" : route.toString());
  }

  /** Adds a part with one slash ahead of it and none behind it. */
  private static void append(StringBuilder route, String part) {
    int start = 0;
    int end = part.length();
    while (start < end && part.charAt(start) == '/') {
      start++;
    }
    while (end > start && part.charAt(end - 1) == '/') {
      end--;
    }
    if (start < end) {
      route.append('/').append(part, start, end);
    }
  }
}
