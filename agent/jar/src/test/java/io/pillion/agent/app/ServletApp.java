package io.pillion.agent.app;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The servlets and the filter that every container runs, and the calls made to them. */
final class ServletApp {
  static final String CONTEXT = "/shop";
  static final EnumSet<DispatcherType> FILTERED =
      EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.FORWARD);

  private static final ExecutorService THREADS = Executors.newFixedThreadPool(4);

  private ServletApp() {}

  /** Calls the application and prints what came back. */
  static void callAll(int port) throws Exception {
    TestClient client = new TestClient(port);
    client.call("GET", CONTEXT + "/hello/a%20b;v=1?x=1&y=%20");
    client.call("POST", CONTEXT + "/hello/");
    client.call("HEAD", CONTEXT + "/exact");
    client.call("GET", CONTEXT + "/page.do");
    client.call("GET", CONTEXT + "/missing");
    client.call("GET", CONTEXT + "/not-found");
    client.call("GET", CONTEXT + "/forward");
    client.call("GET", CONTEXT + "/async");
    client.call("GET", CONTEXT + "/async-dispatch");
    client.call("GET", CONTEXT + "/async-dispatch-at-once");
    client.call("GET", CONTEXT + "/async-complete-at-once");
    client.call("GET", CONTEXT + "/async-denied");
    client.call("HEAD", CONTEXT + "/denied");
    client.call("GET", CONTEXT + "/denied?secret=1");
    client.callStatus("GET", CONTEXT + "/fail");
    client.callStatus("GET", CONTEXT + "/async-timeout");
    client.callStatus("GET", CONTEXT + "/async-fail");
    client.callConcurrently(CONTEXT + "/id");
    client.callConcurrently(CONTEXT + "/id-async");
    THREADS.shutdown();
  }

  static String currentOrEmpty() {
    try {
      return String.valueOf(Recorder.current());
    } catch (NoClassDefFoundError e) {
      return "";
    }
  }

  /** Marks each response; sees the exchange that the servlet will see. */
  static final class MarkingFilter implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      HttpServletRequest httpRequest = (HttpServletRequest) request;
      if (httpRequest.getRequestURI().contains("denied")
          && !httpRequest.getRequestURI().contains("async")) {
        ((HttpServletResponse) response).setHeader("X-Application-Ran", "yes");
      }
      request.setAttribute("seen-by-filter", currentOrEmpty());
      ((HttpServletResponse) response).setHeader("X-Filter", "yes");
      chain.doFilter(request, response);
    }
  }

  /** Answers by the last part of the servlet path. */
  static final class Servlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      switch (request.getServletPath()) {
        case "/fail", "/fail-later" -> throw new IllegalStateException("servlet failed");
        case "/not-found" -> response.sendError(404, "no such thing");
        case "/forward" ->
            request.getRequestDispatcher("/hello/forwarded").forward(request, response);
        case "/id" -> write(response, id(request));
        default -> {
          response.setHeader("X-App", "yes");
          response.setStatus(request.getServletPath().equals("/exact") ? 203 : 200);
          write(
              response,
              request.getMethod()
                  + " "
                  + request.getServletPath()
                  + " "
                  + request.getPathInfo()
                  + " "
                  + request.getDispatcherType());
        }
      }
    }
  }

  /** Answers from other threads. */
  static final class AsyncServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
      // Once this method has returned, some containers forget the path.
      String path = request.getServletPath();
      AsyncContext async = request.startAsync();
      async.setTimeout(path.equals("/async-timeout") ? 200 : 20_000);
      String id = id(request);
      if (path.equals("/async-dispatch-at-once")) {
        async.dispatch("/exact");
        return;
      }
      if (path.equals("/async-complete-at-once")) {
        response.setStatus(202);
        writeUnchecked(response, id);
        async.complete();
        return;
      }
      THREADS.execute(
          () -> {
            switch (path) {
              case "/async-dispatch" -> async.dispatch("/hello/dispatched");
              case "/async-fail" -> async.dispatch("/fail-later");
              case "/async-timeout" -> {
                // Left to the container.
              }
              default -> {
                response.setStatus(202);
                writeUnchecked(response, id);
                async.complete();
              }
            }
          });
    }
  }

  private static String id(HttpServletRequest request) {
    boolean same = currentOrEmpty().equals(request.getAttribute("seen-by-filter"));
    return same ? String.valueOf(request.getQueryString()) : "mixed up";
  }

  private static void write(HttpServletResponse response, String body) throws IOException {
    response.setContentType("text/plain; charset=utf-8");
    response.getWriter().write(body);
  }

  private static void writeUnchecked(HttpServletResponse response, String body) {
    try {
      write(response, body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
