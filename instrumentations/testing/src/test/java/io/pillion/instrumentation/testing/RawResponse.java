package io.pillion.instrumentation.testing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A response as it came.
 *
 * @param status 0 if the connection was closed instead
 * @param headers all values by lower-case name
 */
record RawResponse(int status, Map<String, List<String>> headers, String body) {

  /** In its error pages: the identity of a servlet, and by which way a thread came. */
  private static final Pattern JETTYS_OWN =
      Pattern.compile(
          "(?m)(?<=404Servlet)[-@][0-9a-f]+|^\\tat org\\.eclipse\\.jetty\\.(io|util)\\.[^\n]*\n");

  static final RawResponse NONE = new RawResponse(0, Map.of(), "");

  String header(String name) {
    return String.join(",", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
  }

  /** Without what differs from run to run. */
  RawResponse comparable(int port) {
    Map<String, List<String>> stable = new TreeMap<>(headers);
    stable.remove("date");
    stable.replaceAll(
        (name, values) -> values.stream().map(v -> v.replace(":" + port, ":port")).toList());
    String text = body.replace(":" + port, ":port");
    String page = JETTYS_OWN.matcher(text).replaceAll("");
    if (!page.equals(text)) {
      stable.remove("content-length");
    }
    return new RawResponse(status, stable, page);
  }
}
