package io.pillion.sidecar.testing;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Encodes {@code google.rpc.Status}. */
public final class TestRpcStatus {
  private TestRpcStatus() {}

  /** Writes the fields of a message. */
  public interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  /** With a {@code RetryInfo}; without one if the delay is null. */
  public static byte[] of(int code, String message, Duration retryDelay) {
    if (retryDelay == null) {
      return message(
          out -> {
            out.writeInt32(1, code);
            out.writeString(2, message);
          });
    }
    com.google.protobuf.Duration delay =
        com.google.protobuf.Duration.newBuilder()
            .setSeconds(retryDelay.getSeconds())
            .setNanos(retryDelay.getNano())
            .build();
    return of(code, message, message(out -> out.writeMessage(1, delay)));
  }

  /** With that {@code RetryInfo}. */
  public static byte[] of(int code, String message, byte[] retryInfo) {
    Any detail =
        Any.newBuilder()
            .setTypeUrl("type.googleapis.com/google.rpc.RetryInfo")
            .setValue(ByteString.copyFrom(retryInfo))
            .build();
    return message(
        out -> {
          out.writeInt32(1, code);
          out.writeString(2, message);
          out.writeMessage(3, detail);
        });
  }

  public static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
