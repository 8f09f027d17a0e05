package io.pillion.instrumentation.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A plain HTTP/1.1 connection that sends exactly what it is told, and many requests ahead. */
final class RawConnection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;
  private final int port;

  RawConnection(int port) throws IOException {
    this.port = port;
    this.socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** One request on a connection of its own. */
  static RawResponse exchange(int port, RawRequest request) {
    try (RawConnection connection = new RawConnection(port)) {
      connection.send(List.of(request.header("Connection", "close")));
      return connection.receive(request);
    } catch (IOException e) {
      throw new UncheckedIOException(request + " failed", e);
    }
  }

  /** Sends all requests at once, without waiting for a response. */
  void send(List<RawRequest> requests) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (RawRequest request : requests) {
      all.writeBytes(request.bytes(port));
    }
    socket.getOutputStream().write(all.toByteArray());
  }

  /** The next response; {@link RawResponse#NONE} if the server closed the connection. */
  RawResponse receive(RawRequest to) throws IOException {
    String statusLine = line();
    if (statusLine.isEmpty()) {
      return RawResponse.NONE;
    }
    int status = Integer.parseInt(statusLine.split(" ")[1]);
    Map<String, List<String>> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    RawResponse head = new RawResponse(status, headers, "");
    return new RawResponse(status, headers, to.method().equals("HEAD") ? "" : body(head));
  }

  private String body(RawResponse head) throws IOException {
    byte[] bytes;
    if (head.header("transfer-encoding").equalsIgnoreCase("chunked")) {
      bytes = chunks();
    } else if (!head.header("content-length").isEmpty()) {
      bytes = in.readNBytes(Integer.parseInt(head.header("content-length")));
    } else if (head.status() == 204 || head.status() == 304) {
      bytes = new byte[0];
    } else {
      bytes = in.readAllBytes();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      all.writeBytes(in.readNBytes(size));
      line();
    }
    line();
    return all.toByteArray();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n' && c != -1; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
