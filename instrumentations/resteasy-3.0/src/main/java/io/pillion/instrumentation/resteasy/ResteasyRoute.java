package io.pillion.instrumentation.resteasy;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpServerExchange;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.net.URI;
import org.jboss.resteasy.spi.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the advice calls. Classes of RESTEasy 3 became interfaces in 4, and a getter's type moved,
 * so both are asked through method handles.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class ResteasyRoute {
  private static final MethodHandle TEMPLATE = template();
  private static final MethodHandle BASE = base();

  /** Templates of the locators that the thread is within; only for that long. */
  private static final ThreadLocal<String> LOCATED = new ThreadLocal<>();

  private ResteasyRoute() {}

  /** The resource method of a request is known. */
  public static void matched(HttpRequest request, Object method) throws Throwable {
    HttpServerExchange exchange = Agent.http().currentServer();
    if (exchange == null) {
      return;
    }
    StringBuilder route = new StringBuilder();
    append(route, ((URI) BASE.invokeExact(request)).getRawPath());
    append(route, LOCATED.get());
    append(route, (String) TEMPLATE.invokeExact(method));
    exchange.route(route.length() == 0 ? "/" : route.toString());
  }

  /**
   * The thread goes on to what a locator returned.
   *
   * @return what {@link #exitLocator} needs
   */
  public static @Nullable Object enterLocator(Object locator) throws Throwable {
    String outer = LOCATED.get();
    StringBuilder inner = new StringBuilder();
    append(inner, outer);
    append(inner, (String) TEMPLATE.invokeExact(locator));
    LOCATED.set(inner.toString());
    return outer;
  }

  /** The thread is back. */
  public static void exitLocator(@Nullable Object outer) {
    if (outer == null) {
      LOCATED.remove();
    } else {
      LOCATED.set((String) outer);
    }
  }

  /** Adds a part with one slash ahead of it and none behind it. */
  private static void append(StringBuilder route, @Nullable String part) {
    if (part == null) {
      return;
    }
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

  /** {@code ((ResourceLocator) method).getFullpath()}. */
  private static MethodHandle template() {
    try {
      Class<?> locator =
          Class.forName(
              "org.jboss.resteasy.spi.metadata.ResourceLocator",
              false,
              HttpRequest.class.getClassLoader());
      return MethodHandles.publicLookup()
          .findVirtual(locator, "getFullpath", MethodType.methodType(String.class))
          .asType(MethodType.methodType(String.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** {@code request.getUri().getBaseUri()}. */
  private static MethodHandle base() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Method uri = HttpRequest.class.getMethod("getUri");
      return MethodHandles.filterReturnValue(
          lookup.unreflect(uri), lookup.unreflect(uri.getReturnType().getMethod("getBaseUri")));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
