package io.pillion.instrumentation.servlet;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.agent.bootstrap.ServedRequest;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
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

  private ServletHooks() {}

  /**
   * A request reaches one of the hooks.
   *
   * @return the request if this call is the one to {@link #exit}, the mark of a denial, or null
   */
  public static @Nullable Object enter(ServletRequest request, ServletResponse response) {
    if (!(request instanceof HttpServletRequest httpRequest)
        || !(response instanceof HttpServletResponse httpResponse)) {
      return null;
    }
    // Of our class or somebody else's, who must not keep the request from being decided.
    if (!(request.getAttribute(ServedRequest.ATTRIBUTE) instanceof ServedRequest served)) {
      return request.getDispatcherType() == DispatcherType.ERROR
          ? null
          : begin(httpRequest, httpResponse);
    }
    if (served.exchange().denied()) {
      // A container that goes on to its next handler must not find it open.
      return DeniedServletRequest.INSTANCE;
    }
    map(served, httpRequest);
    return served.enter() ? served : null;
  }

  private static void map(ServedRequest served, HttpServletRequest request) {
    ServletContext context = request.getServletContext();
    if (context != null && !served.isMapped()) {
      served.mapped(context.getContextPath(), ServletMappingPattern.of(request));
    }
  }

  private static @Nullable Object begin(HttpServletRequest request, HttpServletResponse response) {
    HttpServerExchange exchange = Agent.http().startServer(new ServletHttpRequest(request));
    if (exchange == null) {
      return null;
    }
    ServedRequest served = new ServedRequest(exchange);
    mark(served, request);
    if (exchange.denied()) {
      deny(request, response, served);
      return DeniedServletRequest.INSTANCE;
    }
    served.enter();
    return served;
  }

  /** Runs code of the application, its attribute listeners: what that throws decides nothing. */
  private static void mark(ServedRequest served, HttpServletRequest request) {
    try {
      request.setAttribute(ServedRequest.ATTRIBUTE, served);
      map(served, request);
    } catch (Throwable e) {
      Agent.adviceFailed(e);
    }
  }

  /** Answers in place of the application. Whatever fails, the application does not run. */
  private static void deny(
      HttpServletRequest request, HttpServletResponse response, ServedRequest served) {
    try {
      answer(request, response, served.exchange());
    } catch (Throwable e) {
      served.failed(e);
    }
    if (served.claimEnd()) {
      end(served, response);
    }
  }

  private static void answer(
      HttpServletRequest request, HttpServletResponse response, HttpServerExchange exchange)
      throws IOException {
    byte[] body = exchange.denialBody().getBytes(StandardCharsets.UTF_8);
    if (!response.isCommitted()) {
      response.reset();
    }
    response.setStatus(exchange.denialStatus());
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
    if (!(entered instanceof ServedRequest served)) {
      return;
    }
    served.exit(thrown);
    if (served.isEndClaimed()) {
      return;
    }
    HttpServletResponse httpResponse = (HttpServletResponse) response;
    if (thrown == null && request.isAsyncStarted()) {
      listen(served, request, httpResponse);
    } else {
      end(served, httpResponse);
    }
  }

  private static void listen(
      ServedRequest served, ServletRequest request, HttpServletResponse response) {
    if (!served.claimEnd()) {
      return;
    }
    try {
      request.getAsyncContext().addListener(new AsyncEnd(served, response));
    } catch (IllegalStateException e) {
      // Completed between the question and the listener.
      end(served, response);
    }
  }

  static void end(ServedRequest served, HttpServletResponse response) {
    served.end(response.getStatus(), response.isCommitted(), new ServletResponseHeaders(response));
  }
}
