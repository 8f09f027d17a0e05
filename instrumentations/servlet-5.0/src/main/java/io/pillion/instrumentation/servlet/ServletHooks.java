package io.pillion.instrumentation.servlet;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpServerExchange;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the advice calls. Lives in the class loader of the container or of the servlet API.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class ServletHooks {
  private static final String EXCHANGE = "io.pillion.exchange";

  private ServletHooks() {}

  /**
   * A request reaches one of the hooks.
   *
   * @return the exchange if this call is the one to {@link #exit}, the mark of a denial, or null
   */
  public static @Nullable Object enter(ServletRequest request, ServletResponse response) {
    if (!(request instanceof HttpServletRequest httpRequest)
        || !(response instanceof HttpServletResponse httpResponse)) {
      return null;
    }
    Object mark = request.getAttribute(EXCHANGE);
    if (mark == null) {
      return request.getDispatcherType() == DispatcherType.ERROR
          ? null
          : begin(httpRequest, httpResponse);
    }
    // Ours, or of another copy of this class in another loader: then it is that one's request.
    return request.getDispatcherType() == DispatcherType.ASYNC
            && mark instanceof ServletExchange known
            && known.enter()
        ? known
        : null;
  }

  private static @Nullable Object begin(HttpServletRequest request, HttpServletResponse response) {
    HttpServerExchange span = Agent.http().startServer(new ServletHttpRequest(request));
    if (span == null) {
      return null;
    }
    String route = ServletHttpRequest.route(request);
    if (route != null) {
      span.route(route);
    }
    ServletExchange exchange = new ServletExchange(span);
    request.setAttribute(EXCHANGE, exchange);
    if (span.denied()) {
      deny(request, response, span);
      return DeniedServletRequest.INSTANCE;
    }
    exchange.enter();
    return exchange;
  }

  /** Answers in place of the application. Whatever fails, the application does not run. */
  private static void deny(
      HttpServletRequest request, HttpServletResponse response, HttpServerExchange span) {
    int status = span.denialStatus();
    Throwable failure = null;
    try {
      answer(request, response, status, span.denialBody().getBytes(StandardCharsets.UTF_8));
    } catch (Throwable e) {
      failure = e;
    }
    span.end(status, failure);
  }

  private static void answer(
      HttpServletRequest request, HttpServletResponse response, int status, byte[] body)
      throws IOException {
    if (!response.isCommitted()) {
      response.reset();
    }
    response.setStatus(status);
    response.setContentType("text/plain; charset=utf-8");
    response.setContentLength(body.length);
    if (!"HEAD".equals(request.getMethod())) {
      response.getOutputStream().write(body);
    }
    response.flushBuffer();
  }

  /** The call that {@link #enter} began is over. */
  public static void exit(
      @Nullable Object entered,
      ServletRequest request,
      ServletResponse response,
      @Nullable Throwable thrown) {
    if (!(entered instanceof ServletExchange exchange)) {
      return;
    }
    exchange.exit(thrown);
    HttpServletResponse httpResponse = (HttpServletResponse) response;
    if (thrown == null && request.isAsyncStarted()) {
      listen(exchange, request, httpResponse);
    } else if (!exchange.endsByListener()) {
      exchange.end(httpResponse);
    }
  }

  private static void listen(
      ServletExchange exchange, ServletRequest request, HttpServletResponse response) {
    if (!exchange.endByListener()) {
      return;
    }
    try {
      request.getAsyncContext().addListener(new AsyncEnd(exchange, response));
    } catch (IllegalStateException e) {
      // Completed between the question and the listener.
      exchange.end(response);
    }
  }
}
