package io.pillion.sidecar.admin;

import io.pillion.sidecar.net.HttpHandler;
import io.pillion.sidecar.net.HttpReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The files of the page, which lie in the jar. */
final class Assets {
  private Assets() {}

  /** Answers with that file. Read once, here. */
  static HttpHandler file(String name, String contentType) {
    HttpReply reply = new HttpReply(200, contentType, read(name), Map.of());
    return call -> reply;
  }

  private static byte[] read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("file is missing in the jar: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
