package io.pillion.instrumentation.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Requests on a connection of their own.
 *
 * @param requests how many there are
 */
record Conversation(String name, int requests, Script script) {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int BUFFER = 1 << 16;
  private static final int LARGEST_WRITE = 3_000;

  /** What the client does on the connection; returns what it received. */
  interface Script {
    byte[] run(Socket socket) throws Exception;
  }

  /** Sends it all, in pieces of any size, while reading until the server closes. */
  static Conversation whole(String name, int requests, byte[] sent) {
    return new Conversation(
        name,
        requests,
        socket -> {
          CompletableFuture<Void> writing =
              CompletableFuture.runAsync(
                  () -> write(socket, sent, name.hashCode()), Conversation::inThread);
          byte[] received = untilClosed(socket.getInputStream());
          writing.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
          return received;
        });
  }

  /** The same for text. */
  static Conversation whole(String name, String sent) {
    return whole(name, 1, sent.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends it all and nothing more, which ends the waiting for what is missing. */
  static Conversation broken(String name, String sent) {
    return new Conversation(
        name,
        1,
        socket -> {
          write(socket, sent.getBytes(StandardCharsets.ISO_8859_1), 0);
          socket.shutdownOutput();
          return untilClosed(socket.getInputStream());
        });
  }

  /** Closes the connection after so many bytes of the response. */
  static Conversation left(String name, String sent, int received) {
    return new Conversation(
        name,
        1,
        socket -> {
          write(socket, sent.getBytes(StandardCharsets.ISO_8859_1), 0);
          return socket.getInputStream().readNBytes(received);
        });
  }

  /** Goes on in another protocol after the head of the response. */
  static Conversation upgraded(String name, String sent, String after) {
    return new Conversation(
        name,
        1,
        socket -> {
          write(socket, sent.getBytes(StandardCharsets.ISO_8859_1), 0);
          ByteArrayOutputStream received = new ByteArrayOutputStream();
          InputStream in = socket.getInputStream();
          while (!received.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
              return received.toByteArray();
            }
            received.write(c);
          }
          if (!received.toString(StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 101")) {
            return received.toByteArray();
          }
          write(socket, after.getBytes(StandardCharsets.ISO_8859_1), 1);
          received.writeBytes(untilClosed(in));
          return received.toByteArray();
        });
  }

  /** What came back, comparable between runs. */
  String with(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      return Transcript.of(script.run(socket));
    } catch (Exception e) {
      throw new IllegalStateException("conversation failed: name=" + name, e);
    }
  }

  /** All there is. A server that does not read all that it was sent resets the connection. */
  private static byte[] untilClosed(InputStream in) throws IOException {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        received.write(buffer, 0, read);
      }
    } catch (SocketException e) {
      // What came before it has been read.
    }
    return received.toByteArray();
  }

  private static void inThread(Runnable task) {
    Thread thread = new Thread(task, "conversation-writer");
    thread.setDaemon(true);
    thread.start();
  }

  private static void write(Socket socket, byte[] bytes, int seed) {
    try {
      OutputStream out = socket.getOutputStream();
      if (bytes.length > 1 << 20) {
        out.write(bytes);
        return;
      }
      Random random = new Random(seed);
      for (int at = 0; at < bytes.length; ) {
        int length = Math.min(bytes.length - at, 1 + random.nextInt(LARGEST_WRITE));
        out.write(bytes, at, length);
        at += length;
      }
    } catch (IOException e) {
      // The server closed first, as some requests ask it to: what it sent tells.
    }
  }
}
