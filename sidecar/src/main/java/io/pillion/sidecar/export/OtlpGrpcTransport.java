package io.pillion.sidecar.export;

import com.google.protobuf.MessageLite;
import io.pillion.sidecar.config.Compression;
import io.pillion.sidecar.net.GrpcAnswer;
import io.pillion.sidecar.net.GrpcClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * OTLP/gRPC. Which codes may pass is in OTLP's specification; {@code RESOURCE_EXHAUSTED} only with
 * word of when to come back, or when the message was too large, which has no code of its own.
 */
public final class OtlpGrpcTransport implements OtlpTransport {
  private static final List<String> CODES =
      List.of(
          "OK",
          "CANCELLED",
          "UNKNOWN",
          "INVALID_ARGUMENT",
          "DEADLINE_EXCEEDED",
          "NOT_FOUND",
          "ALREADY_EXISTS",
          "PERMISSION_DENIED",
          "RESOURCE_EXHAUSTED",
          "FAILED_PRECONDITION",
          "ABORTED",
          "OUT_OF_RANGE",
          "UNIMPLEMENTED",
          "INTERNAL",
          "UNAVAILABLE",
          "DATA_LOSS",
          "UNAUTHENTICATED");
  private static final Set<String> MAY_PASS =
      Set.of(
          "CANCELLED", "DEADLINE_EXCEEDED", "ABORTED", "OUT_OF_RANGE", "UNAVAILABLE", "DATA_LOSS");
  private static final String EXHAUSTED = "RESOURCE_EXHAUSTED";

  /** Under which servers tell that a message is too large; by the second it would be sent again. */
  private static final Set<String> SIZE_CODES = Set.of(EXHAUSTED, "OUT_OF_RANGE");

  /** In the words of grpc-go, grpc-java, grpc-dotnet, and tonic, which has two. */
  private static final List<String> TOO_LARGE =
      List.of(
          "larger than max",
          "exceeds maximum size",
          "exceeds the maximum configured message size",
          "message length too large",
          "exceeded while decompressing");

  private final GrpcClient client;
  private final Compression compression;

  /** Sends through {@code client}, which it owns and which must expect that compression. */
  public OtlpGrpcTransport(GrpcClient client, Compression compression) {
    this.client = client;
    this.compression = compression;
  }

  @Override
  public byte[] encode(MessageLite request) {
    return RequestBody.of(request, compression);
  }

  @Override
  public CompletableFuture<Verdict> send(byte[] body) {
    return Verdict.on(client.call(body), OtlpGrpcTransport::judge);
  }

  static Verdict judge(GrpcAnswer answer) {
    if (answer.status() == 0) {
      return new Verdict.Accepted(answer.body());
    }
    String code =
        answer.status() < CODES.size()
            ? CODES.get(answer.status())
            : String.valueOf(answer.status());
    String reason = "grpc_" + code.toLowerCase(Locale.ROOT);
    String detail = "status=" + code + ": " + Verdict.shortened(answer.message());
    Duration retryDelay = RpcStatus.parse(answer.details()).retryDelay();
    if (SIZE_CODES.contains(code) && retryDelay == null && saysTooLarge(answer.message())) {
      return new Verdict.Failed(Verdict.Next.SMALLER, reason, detail, Duration.ZERO);
    }
    if (MAY_PASS.contains(code) || (code.equals(EXHAUSTED) && retryDelay != null)) {
      Duration asked = retryDelay == null ? Duration.ZERO : retryDelay;
      return new Verdict.Failed(Verdict.Next.AGAIN, reason, detail, asked);
    }
    return new Verdict.Failed(Verdict.Next.GIVE_UP, reason, detail, Duration.ZERO);
  }

  private static boolean saysTooLarge(String message) {
    return TOO_LARGE.stream().anyMatch(message::contains);
  }

  @Override
  public void close() {
    client.close();
  }
}
