package io.pillion.sidecar.net;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param body not copied: the maker does not change it
 * @param headers beside {@code Content-Type} and {@code Content-Length}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy per answer would be waste
public record HttpReply(int status, String contentType, byte[] body, Map<String, String> headers) {

  /** Plain text with a line end. */
  public static HttpReply text(int status, String text) {
    return new HttpReply(
        status,
        "text/plain; charset=utf-8",
        (text + "\n").getBytes(StandardCharsets.UTF_8),
        Map.of());
  }

  /** JSON, encoded. */
  public static HttpReply json(int status, byte[] body) {
    return new HttpReply(status, "application/json", body, Map.of());
  }

  /** This answer with more headers; one that is already there keeps its value. */
  public HttpReply withHeaders(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.putAll(headers);
    return new HttpReply(status, contentType, body, all);
  }
}
