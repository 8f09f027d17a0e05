package io.pillion.sidecar.net;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the handler for a request: an exact path first, then the longest prefix. {@code HEAD} is
 * answered wherever {@code GET} is. Immutable.
 */
public final class HttpRoutes implements HttpHandler {
  private final Map<String, Map<String, HttpHandler>> exact;
  private final Map<String, Map<String, HttpHandler>> prefixes;

  private HttpRoutes(Builder builder) {
    this.exact = new LinkedHashMap<>(builder.exact);
    this.prefixes = new LinkedHashMap<>(builder.prefixes);
  }

  /** Starts without any route. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public HttpReply answer(HttpCall call) {
    Map<String, HttpHandler> methods = methodsFor(call.path());
    if (methods == null) {
      return HttpReply.text(404, "not found");
    }
    String method = call.method().equals("HEAD") ? "GET" : call.method();
    HttpHandler handler = methods.get(method);
    if (handler == null) {
      return HttpReply.text(405, "method not allowed")
          .withHeaders(Map.of("Allow", allowed(methods)));
    }
    return handler.answer(call);
  }

  private @Nullable Map<String, HttpHandler> methodsFor(String path) {
    Map<String, HttpHandler> methods = exact.get(path);
    if (methods != null) {
      return methods;
    }
    String best = "";
    for (Map.Entry<String, Map<String, HttpHandler>> route : prefixes.entrySet()) {
      String prefix = route.getKey();
      if (path.startsWith(prefix) && prefix.length() > best.length()) {
        best = prefix;
      }
    }
    return prefixes.get(best);
  }

  private static String allowed(Map<String, HttpHandler> methods) {
    TreeSet<String> names = new TreeSet<>(methods.keySet());
    if (names.contains("GET")) {
      names.add("HEAD");
    }
    return String.join(", ", names);
  }

  /** Collects routes. */
  public static final class Builder {
    private final Map<String, Map<String, HttpHandler>> exact = new TreeMap<>();
    private final Map<String, Map<String, HttpHandler>> prefixes = new TreeMap<>();

    private Builder() {}

    /** Answers {@code GET} and {@code HEAD} of that path. */
    public Builder get(String path, HttpHandler handler) {
      return route("GET", path, handler);
    }

    /** Answers that method of that path. */
    public Builder route(String method, String path, HttpHandler handler) {
      exact.computeIfAbsent(path, key -> new LinkedHashMap<>()).put(method, handler);
      return this;
    }

    /** Answers {@code GET} and {@code HEAD} of every path that begins so. */
    public Builder getUnder(String prefix, HttpHandler handler) {
      prefixes.computeIfAbsent(prefix, key -> new LinkedHashMap<>()).put("GET", handler);
      return this;
    }

    /** The routes so far. */
    public HttpRoutes build() {
      return new HttpRoutes(this);
    }
  }
}
