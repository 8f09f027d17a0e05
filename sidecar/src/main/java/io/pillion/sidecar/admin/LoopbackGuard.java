package io.pillion.sidecar.admin;

import io.pillion.sidecar.net.HttpCall;
import io.pillion.sidecar.net.HttpHandler;
import io.pillion.sidecar.net.HttpReply;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other sites' scripts away from the page. A site can point its own name at the loopback
 * address (DNS rebinding); its requests then carry that name, and are refused.
 */
final class LoopbackGuard implements HttpHandler {
  private static final Pattern LOOPBACK =
      Pattern.compile(
          "(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
              + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  private final HttpHandler next;

  LoopbackGuard(HttpHandler next) {
    this.next = next;
  }

  @Override
  public HttpReply answer(HttpCall call) {
    HttpReply reply =
        isLoopback(call.host())
            ? next.answer(call)
            : HttpReply.text(
                403, "host is not allowed; use a loopback name, for example http://localhost:7420");
    return reply.withHeaders(HEADERS);
  }

  private static boolean isLoopback(@Nullable String host) {
    return host != null && LOOPBACK.matcher(host).matches();
  }
}
