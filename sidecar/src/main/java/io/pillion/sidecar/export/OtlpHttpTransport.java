package io.pillion.sidecar.export;

import com.google.protobuf.MessageLite;
import io.pillion.sidecar.config.Compression;
import io.pillion.sidecar.net.HttpAnswer;
import io.pillion.sidecar.net.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * OTLP/HTTP, in protobuf. 429, 502, 503 and 504 may pass; 413 asks for smaller requests; any other
 * answer than 2xx is a refusal.
 */
public final class OtlpHttpTransport implements OtlpTransport {
  private static final int TOO_LARGE = 413;
  private static final String PROTOBUF = "application/x-protobuf";

  private final HttpClient client;
  private final Map<String, String> headers;
  private final Compression compression;
  private final Clock clock;

  /**
   * Sends through {@code client}, which it owns.
   *
   * @param headers added to those that OTLP needs
   * @param clock tells how long it is to a date that the back end names
   */
  public OtlpHttpTransport(
      HttpClient client, Map<String, String> headers, Compression compression, Clock clock) {
    this.client = client;
    this.headers = requestHeaders(headers, compression);
    this.compression = compression;
    this.clock = clock;
  }

  @Override
  public byte[] encode(MessageLite request) {
    return RequestBody.of(request, compression);
  }

  @Override
  public CompletableFuture<Verdict> send(byte[] body) {
    return Verdict.on(client.post(headers, body), this::judge);
  }

  private Verdict judge(HttpAnswer answer) {
    if (answer.status() / 100 == 2) {
      return new Verdict.Accepted(answer.body());
    }
    String reason = "http_" + answer.status();
    if (RetryPolicy.mayPass(answer.status())) {
      Duration asked = RetryAfter.parse(answer.header("retry-after"), clock);
      return new Verdict.Failed(Verdict.Next.AGAIN, reason, detail(answer), asked);
    }
    Verdict.Next next = answer.status() == TOO_LARGE ? Verdict.Next.SMALLER : Verdict.Next.GIVE_UP;
    return new Verdict.Failed(next, reason, detail(answer), Duration.ZERO);
  }

  /** The status, and the back end's own words if there are any. */
  private static String detail(HttpAnswer answer) {
    String status = "status=" + answer.status();
    String type = answer.header("content-type");
    if (type == null || !type.startsWith(PROTOBUF)) {
      return status;
    }
    String message = RpcStatus.parse(answer.body()).message();
    return message.isEmpty() ? status : status + ": " + Verdict.shortened(message);
  }

  @Override
  public void close() {
    client.close();
  }

  private static Map<String, String> requestHeaders(
      Map<String, String> configured, Compression compression) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("User-Agent", "pillion-sidecar");
    headers.putAll(configured);
    headers.put("Content-Type", PROTOBUF);
    if (compression == Compression.GZIP) {
      headers.put("Content-Encoding", "gzip");
    }
    return headers;
  }
}
