package io.pillion.instrumentation.springwebmvc;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.agent.bootstrap.ServedRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * What the advice calls.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class SpringRoute {
  private static final String PATTERN =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private SpringRoute() {}

  /** The thread's request has a handler, if it has one at all. */
  public static void found() {
    RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
    if (attributes == null) {
      return;
    }
    Object pattern = attributes.getAttribute(PATTERN, RequestAttributes.SCOPE_REQUEST);
    if (pattern == null) {
      return;
    }
    Object known =
        attributes.getAttribute(ServedRequest.ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
    if (known instanceof ServedRequest served) {
      served.routeWithin(pattern.toString());
      return;
    }
    HttpServerExchange exchange = Agent.http().currentServer();
    if (exchange != null) {
      exchange.route(pattern.toString());
    }
  }
}
