package io.pillion.sidecar.net;

import io.pillion.sidecar.config.ListenAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Sends bytes over a socket and returns what comes back until the peer closes. */
final class RawHttp {
  private RawHttp() {}

  static String exchange(ListenAddress address, String request) throws IOException {
    return exchange(address, request.getBytes(StandardCharsets.ISO_8859_1), 5000);
  }

  static String exchange(ListenAddress address, byte[] request, int timeoutMillis)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.port())) {
      socket.setSoTimeout(timeoutMillis);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      in.transferTo(answer);
    } catch (SocketTimeoutException e) {
      answer.writeBytes("[timeout]".getBytes(StandardCharsets.UTF_8));
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }
}
