package io.pillion.sidecar.export;

import com.google.protobuf.MessageLite;
import java.util.concurrent.CompletableFuture;

/** Carries the requests of one signal to a back end, by one of the protocols of OTLP. */
public interface OtlpTransport extends AutoCloseable {

  /** The bytes for {@link #send}. */
  byte[] encode(MessageLite request);

  /** Makes one attempt; completes exceptionally only when cancelled. */
  CompletableFuture<Verdict> send(byte[] body);

  @Override
  void close();
}
