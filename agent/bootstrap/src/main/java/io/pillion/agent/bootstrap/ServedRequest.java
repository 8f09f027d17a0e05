package io.pillion.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * A request on its way through a server whose hooks see it more than once: forwards, error pages,
 * work that goes on in another thread. Kept on the request itself, so that all hooks of one request
 * find the same, whichever instrumentation they belong to.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> No method throws.
 */
public final class ServedRequest {
  /** The request attribute that holds it, where the request has attributes. */
  public static final String ATTRIBUTE = "io.pillion.exchange";

  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;

  private final HttpServerExchange exchange;
  private @Nullable Thread runningOn;
  private @Nullable String mountPoint;
  private boolean endClaimed;
  private @Nullable Throwable error;

  /** For the hook that began the exchange. */
  public ServedRequest(HttpServerExchange exchange) {
    this.exchange = exchange;
  }

  /** The agent's view of the request. */
  public HttpServerExchange exchange() {
    return exchange;
  }

  /**
   * Whether the calling thread now begins to work for this request; it then has to {@link #exit}.
   * False in the calls within.
   */
  public synchronized boolean enter() {
    if (runningOn == Thread.currentThread()) {
      return false;
    }
    // A server may hand the request on while the thread that did so is still on its way back.
    runningOn = Thread.currentThread();
    exchange.attach();
    return true;
  }

  /** Ends what {@link #enter} began. */
  public synchronized void exit(@Nullable Throwable thrown) {
    exchange.detach();
    if (runningOn == Thread.currentThread()) {
      runningOn = null;
    }
    failed(thrown);
  }

  /**
   * Notes the servlet mapping that chose the first servlet, and makes it the route; later calls,
   * for forwards and error pages, do nothing.
   *
   * @param pattern as the application declared it; null if unknown
   */
  public synchronized void mapped(@Nullable String contextPath, @Nullable String pattern) {
    if (mountPoint != null) {
      return;
    }
    mountPoint = ServletPattern.mountPoint(contextPath, pattern);
    String route = ServletPattern.route(contextPath, pattern);
    if (route != null) {
      exchange.route(route);
    }
  }

  /** Whether {@link #mapped} has been called. */
  public synchronized boolean isMapped() {
    return mountPoint != null;
  }

  /** Makes the template that a framework within the servlet matched the route. */
  public synchronized void routeWithin(String template) {
    String within = template.startsWith("/") ? template : "/" + template;
    exchange.route(mountPoint == null || mountPoint.isEmpty() ? within : mountPoint + within);
  }

  /** Notes what went wrong; the first counts. */
  public synchronized void failed(@Nullable Throwable failure) {
    if (failure != null && error == null) {
      error = cause(failure);
    }
  }

  /**
   * Whether the calling hook is the first that undertakes to {@link #end} this request; from then
   * on no other does.
   */
  public synchronized boolean claimEnd() {
    boolean first = !endClaimed;
    endClaimed = true;
    return first;
  }

  /** Whether somebody undertook to end this request. */
  public synchronized boolean isEndClaimed() {
    return endClaimed;
  }

  /**
   * The request is over; the first call counts.
   *
   * @param status as sent
   * @param committed whether the status is final; if not, a failure makes it 500
   */
  public void end(int status, boolean committed, HttpHeaders response) {
    Throwable failure;
    synchronized (this) {
      failure = error;
    }
    int sent = failure != null && !committed && status < CLIENT_ERROR ? SERVER_ERROR : status;
    // What the server answers as the client's mistake is no failure of its own.
    boolean clientsMistake = sent >= CLIENT_ERROR && sent < SERVER_ERROR;
    exchange.responseHeaders(response);
    exchange.end(sent, clientsMistake ? null : failure);
  }

  /** What the application threw, without the wrapper that the servlet API demands. */
  private static Throwable cause(Throwable failure) {
    Throwable inner = failure.getCause();
    return inner != null && isServletException(failure) ? inner : failure;
  }

  private static boolean isServletException(Throwable failure) {
    for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals("jakarta.servlet.ServletException")
          || type.getName().equals("javax.servlet.ServletException")) {
        return true;
      }
    }
    return false;
  }
}
