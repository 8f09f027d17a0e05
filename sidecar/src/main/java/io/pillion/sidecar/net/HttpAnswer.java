package io.pillion.sidecar.net;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered to a client's request.
 *
 * @param headers by name in lower case; of a repeated one the first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {

  /** That header's value; null if absent. */
  public @Nullable String header(String lowerCaseName) {
    return headers.get(lowerCaseName);
  }
}
