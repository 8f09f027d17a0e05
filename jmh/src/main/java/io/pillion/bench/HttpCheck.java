package io.pillion.bench;

import io.pillion.ipc.policy.CheckRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks the HTTP rival over one kept connection, by a blocking socket: less than any HTTP client
 * library does.
 *
 * <p><b>Threading.</b> One thread.
 */
final class HttpCheck implements AutoCloseable {
  private static final int OK = 200;
  private static final int STATUS_AT = "HTTP/1.1 ".length();

  private final Socket socket;
  private final InputStream in;
  private final byte[] answer = new byte[1024];
  private int length;

  HttpCheck(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the request is allowed. */
  boolean ask(CheckRequest request) {
    try {
      socket.getOutputStream().write(encode(request));
      readHead();
      return status() == OK;
    } catch (IOException e) {
      throw new UncheckedIOException("rival went away", e);
    }
  }

  private static byte[] encode(CheckRequest request) {
    StringBuilder text = new StringBuilder(256).append("GET /check HTTP/1.1\r\nhost: decision\r\n");
    header(text, HttpDecisionServer.METHOD, request.method());
    header(text, HttpDecisionServer.PATH, request.rawPath());
    header(text, HttpDecisionServer.RESOLVED_PATH, String.valueOf(request.resolvedPath()));
    header(text, HttpDecisionServer.CHECKED_HOST, String.valueOf(request.host()));
    header(text, HttpDecisionServer.PORT, Integer.toString(request.localPort()));
    header(text, HttpDecisionServer.SOURCE, String.valueOf(request.sourceAddress()));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void header(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append("\r\n");
  }

  /** The answer has no body: its head is all there is. */
  private void readHead() throws IOException {
    length = 0;
    while (!endsHead()) {
      int read = in.read(answer, length, answer.length - length);
      if (read <= 0) {
        throw new EOFException("answer cut short: bytes=" + length);
      }
      length += read;
    }
  }

  private boolean endsHead() {
    return length >= 4
        && answer[length - 4] == '\r'
        && answer[length - 3] == '\n'
        && answer[length - 2] == '\r'
        && answer[length - 1] == '\n';
  }

  private int status() {
    return (answer[STATUS_AT] - '0') * 100
        + (answer[STATUS_AT + 1] - '0') * 10
        + (answer[STATUS_AT + 2] - '0');
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
