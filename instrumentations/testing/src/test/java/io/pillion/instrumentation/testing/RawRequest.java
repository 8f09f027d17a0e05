package io.pillion.instrumentation.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request to be sent byte by byte as it stands here.
 *
 * @param headers whole lines, in order
 * @param body sent in one chunk; empty for none
 */
record RawRequest(String method, String target, List<String> headers, String body) {

  static RawRequest get(String target) {
    return of("GET", target);
  }

  static RawRequest of(String method, String target) {
    return new RawRequest(method, target, List.of(), "");
  }

  /** With one more header line. */
  RawRequest header(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name + ": " + value);
    return new RawRequest(method, target, more, body);
  }

  RawRequest chunked(String text) {
    return new RawRequest(method, target, headers, text).header("Transfer-Encoding", "chunked");
  }

  byte[] bytes(int port) {
    StringBuilder text = new StringBuilder();
    text.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    text.append("Host: localhost:").append(port).append("\r\n");
    headers.forEach(line -> text.append(line).append("\r\n"));
    text.append("\r\n");
    if (!body.isEmpty()) {
      text.append(Integer.toHexString(body.length())).append("\r\n").append(body);
      text.append("\r\n0\r\n\r\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
