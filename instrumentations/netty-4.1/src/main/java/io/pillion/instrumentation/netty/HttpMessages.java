package io.pillion.instrumentation.netty;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;

/** What messages say of themselves. */
public final class HttpMessages {
  private static final int SWITCHING_PROTOCOLS = 101;

  private HttpMessages() {}

  /** Whether another response to the same request follows. */
  static boolean isInformational(HttpResponse response) {
    int status = response.status().code();
    return status >= 100 && status < 200 && status != SWITCHING_PROTOCOLS;
  }

  /** Whether the connection speaks another protocol from here on. */
  static boolean isUpgrade(Object message) {
    return message instanceof HttpResponse response
        && response.status().code() == SWITCHING_PROTOCOLS;
  }

  /** Whether that protocol is HTTP/2, which then answers the request. */
  static boolean isUpgradeToHttp2(HttpResponse response) {
    return isUpgrade(response)
        && response.headers().containsValue(HttpHeaderNames.UPGRADE, "h2c", true);
  }

  /** The version in digits. */
  static String digits(HttpVersion version) {
    if (version.minorVersion() == 1 && version.majorVersion() == 1) {
      return "1.1";
    }
    return version.majorVersion() + "." + version.minorVersion();
  }
}
