package io.pillion.instrumentation.springwebflux;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpServerExchange;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;

/**
 * What the advice calls. Lives in the loader of Spring WebFlux.
 *
 * <p><b>Threading.</b> The thread that serves the request; elsewhere nothing happens.
 */
public final class MatchedRoute {
  private static final String PATTERN =
      "org.springframework.web.reactive.HandlerMapping.bestMatchingPattern";

  private MatchedRoute() {}

  /** Tells the exchange being served which pattern matched. */
  public static void of(ServerWebExchange exchange) {
    HttpServerExchange served = Agent.http().currentServer();
    Object pattern = served == null ? null : exchange.getAttribute(PATTERN);
    if (served != null && pattern instanceof PathPattern matched) {
      served.route(matched.getPatternString());
    }
  }
}
