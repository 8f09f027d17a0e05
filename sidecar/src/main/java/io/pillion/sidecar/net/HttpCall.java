package io.pillion.sidecar.net;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request, as a handler sees it.
 *
 * @param method in upper case
 * @param path decoded, without query
 * @param query decoded parameters; of a repeated one the first
 * @param host the {@code Host} header; null if absent
 * @param accept the {@code Accept} header, several joined by commas; null if absent
 */
public record HttpCall(
    String method,
    String path,
    Map<String, String> query,
    @Nullable String host,
    @Nullable String accept) {

  /** A request that takes any type of answer. */
  public HttpCall(String method, String path, Map<String, String> query, @Nullable String host) {
    this(method, path, query, host, null);
  }

  /** A whole-number parameter, or {@code fallback} where it is absent or not a number. */
  public int number(String parameter, int fallback) {
    String text = query.get(parameter);
    if (text == null || !text.matches("\\d{1,9}")) {
      return fallback;
    }
    return Integer.parseInt(text);
  }
}
