package io.pillion.sidecar.export;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The message {@code google.rpc.Status}, by which a back end says why it failed.
 *
 * @param message for developers; may be empty
 * @param retryDelay of {@code google.rpc.RetryInfo}; null if it is not among the details
 */
record RpcStatus(String message, @Nullable Duration retryDelay) {
  private static final RpcStatus NOTHING = new RpcStatus("", null);
  private static final int MESSAGE = tag(2);
  private static final int DETAIL = tag(3);
  private static final int RETRY_DELAY = tag(1);
  private static final String RETRY_INFO = "/google.rpc.RetryInfo";

  /** What can be read of it: with nothing in it where the bytes are something else. */
  static RpcStatus parse(byte[] bytes) {
    try {
      return read(CodedInputStream.newInstance(bytes));
    } catch (IOException | ArithmeticException e) {
      return NOTHING;
    }
  }

  private static RpcStatus read(CodedInputStream in) throws IOException {
    String message = "";
    Duration retryDelay = null;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == MESSAGE) {
        message = in.readStringRequireUtf8();
      } else if (tag == DETAIL) {
        Any detail = Any.parseFrom(in.readBytes());
        if (detail.getTypeUrl().endsWith(RETRY_INFO)) {
          retryDelay = retryDelay(detail.getValue());
        }
      } else {
        in.skipField(tag);
      }
    }
    return new RpcStatus(message, retryDelay);
  }

  private static Duration retryDelay(ByteString retryInfo) throws IOException {
    Duration delay = Duration.ZERO;
    CodedInputStream in = retryInfo.newCodedInput();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == RETRY_DELAY) {
        com.google.protobuf.Duration read = com.google.protobuf.Duration.parseFrom(in.readBytes());
        delay = Duration.ofSeconds(read.getSeconds(), read.getNanos());
      } else {
        in.skipField(tag);
      }
    }
    return delay.isNegative() ? Duration.ZERO : delay;
  }

  private static int tag(int field) {
    return (field << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
