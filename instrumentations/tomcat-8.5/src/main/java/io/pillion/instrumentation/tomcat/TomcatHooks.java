package io.pillion.instrumentation.tomcat;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.agent.bootstrap.ServedRequest;
import io.pillion.agent.bootstrap.ServletPattern;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.jspecify.annotations.Nullable;

/**
 * What the advice calls. The exchange hangs on the connector's request: there the application can
 * read it as an attribute, but does not find it listed, and its listeners hear nothing of it.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class TomcatHooks {
  private static final String[] ERRORS = {
    "jakarta.servlet.error.exception", "javax.servlet.error.exception"
  };

  private static final String ASYNC_DISPATCH = "org.apache.catalina.core.AsyncContextImpl";

  private TomcatHooks() {}

  /**
   * A request, or a later dispatch of it, goes to its application.
   *
   * @return the request if this call is the one to {@link #exit}, the mark of a denial, or null
   */
  public static @Nullable Object enter(Request request, Response response) {
    // A front end may send attributes: none of its own keeps the request from being decided.
    if (!(request.getCoyoteRequest().getAttribute(ServedRequest.ATTRIBUTE)
        instanceof ServedRequest served)) {
      return begin(request, response);
    }
    if (served.exchange().denied()) {
      return DeniedTomcatRequest.INSTANCE;
    }
    return served.enter() ? served : null;
  }

  private static @Nullable Object begin(Request request, Response response) {
    HttpServerExchange exchange = Agent.http().startServer(new TomcatRequest(request));
    if (exchange == null) {
      return null;
    }
    ServedRequest served = new ServedRequest(exchange);
    request.getCoyoteRequest().setAttribute(ServedRequest.ATTRIBUTE, served);
    served.claimEnd();
    try {
      map(request, served);
    } catch (Throwable e) {
      // Without a route; the decision stands.
      Agent.adviceFailed(e);
    }
    if (exchange.denied()) {
      deny(request, response, served);
      return DeniedTomcatRequest.INSTANCE;
    }
    served.enter();
    return served;
  }

  private static void map(Request request, ServedRequest served) {
    Context context = request.getContext();
    Wrapper servlet = request.getWrapper();
    String path = request.getServletPath();
    if (context != null && servlet != null && path != null) {
      served.mapped(
          context.getPath(),
          ServletPattern.matched(
              Arrays.asList(servlet.findMappings()), path, request.getPathInfo()));
    }
  }

  /** Answers in place of the application. Whatever fails, the application does not run. */
  private static void deny(Request request, Response response, ServedRequest served) {
    try {
      answer(request, response, served.exchange());
    } catch (Throwable e) {
      served.failed(e);
    }
  }

  private static void answer(Request request, Response response, HttpServerExchange exchange)
      throws IOException {
    String body = exchange.denialBody();
    if (!response.isCommitted()) {
      response.reset();
    }
    response.setStatus(exchange.denialStatus());
    response.setContentType("text/plain; charset=utf-8");
    response.setContentLength(body.length());
    if (!"HEAD".equals(request.getMethod())) {
      PrintWriter writer = response.getWriter();
      writer.write(body);
    }
    response.flushBuffer();
  }

  /** The call that {@link #enter} began is over. */
  public static void exit(
      @Nullable Object entered, Request request, Response response, @Nullable Throwable thrown) {
    if (entered instanceof ServedRequest served) {
      Throwable failure = thrown == null && response.isError() ? reported(request) : thrown;
      served.exit(failure);
    }
  }

  /** What the application threw, where the container left it. */
  private static @Nullable Throwable reported(Request request) {
    for (String name : ERRORS) {
      Object error = request.getAttribute(name);
      if (error instanceof Throwable failure) {
        return withoutDispatch(failure);
      }
    }
    return null;
  }

  /** What the application threw in an asynchronous dispatch, which the container wraps twice. */
  private static Throwable withoutDispatch(Throwable failure) {
    Throwable wrapper = failure.getCause();
    if (wrapper == null
        || wrapper.getClass() != RuntimeException.class
        || wrapper.getCause() == null) {
      return failure;
    }
    StackTraceElement[] stack = wrapper.getStackTrace();
    return stack.length > 0 && stack[0].getClassName().startsWith(ASYNC_DISPATCH)
        ? wrapper.getCause()
        : failure;
  }

  /** The request is over. */
  public static void end(Request request) {
    if (request.getCoyoteRequest() == null) {
      return;
    }
    Object known = request.getCoyoteRequest().getAttribute(ServedRequest.ATTRIBUTE);
    Response response = request.getResponse();
    if (known instanceof ServedRequest served && response != null) {
      served.end(response.getStatus(), true, new TomcatResponseHeaders(response));
    }
  }
}
