package io.pillion.sidecar.net;

import io.netty.handler.codec.http2.Http2Headers;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads what gRPC writes over HTTP/2: the status in trailers, and a length before each message.
 *
 * <p>Failures of proxies have no status of gRPC, but one of HTTP, which gRPC translates.
 */
final class GrpcAnswerParser {
  /** Flag and length. */
  static final int FRAME_HEAD_BYTES = 5;

  private static final byte[] NOTHING = {};
  private static final int UNKNOWN = 2;
  private static final int PERMISSION_DENIED = 7;
  private static final int UNIMPLEMENTED = 12;
  private static final int INTERNAL = 13;
  private static final int UNAVAILABLE = 14;
  private static final int UNAUTHENTICATED = 16;

  private GrpcAnswerParser() {}

  /**
   * Reads a whole answer.
   *
   * @param head the first headers
   * @param trailers the last ones: the same if there was nothing in between
   */
  static GrpcAnswer parse(Http2Headers head, Http2Headers trailers, byte[] data) {
    String status = text(trailers, "grpc-status");
    if (status == null || !status.matches("\\d{1,4}")) {
      String http = String.valueOf(text(head, ":status"));
      return new GrpcAnswer(ofHttp(http), "answer is not gRPC: status=" + http, NOTHING, NOTHING);
    }
    return new GrpcAnswer(
        Integer.parseInt(status),
        percentDecoded(text(trailers, "grpc-message")),
        base64Decoded(text(trailers, "grpc-status-details-bin")),
        message(data));
  }

  private static int ofHttp(String status) {
    return switch (status) {
      case "400" -> INTERNAL;
      case "401" -> UNAUTHENTICATED;
      case "403" -> PERMISSION_DENIED;
      case "404" -> UNIMPLEMENTED;
      case "429", "502", "503", "504" -> UNAVAILABLE;
      default -> UNKNOWN;
    };
  }

  /** The first message, if it is whole and not compressed: we ask for none that is. */
  private static byte[] message(byte[] data) {
    if (data.length < FRAME_HEAD_BYTES || data[0] != 0) {
      return NOTHING;
    }
    ByteBuffer frame = ByteBuffer.wrap(data, 1, data.length - 1);
    int length = frame.getInt();
    if (length < 0 || length > frame.remaining()) {
      return NOTHING;
    }
    byte[] message = new byte[length];
    frame.get(message);
    return message;
  }

  private static String percentDecoded(@Nullable String text) {
    if (text == null) {
      return "";
    }
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static byte[] base64Decoded(@Nullable String text) {
    if (text == null) {
      return NOTHING;
    }
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return NOTHING;
    }
  }

  private static @Nullable String text(Http2Headers headers, String name) {
    CharSequence value = headers.get(name);
    return value == null ? null : value.toString();
  }
}
