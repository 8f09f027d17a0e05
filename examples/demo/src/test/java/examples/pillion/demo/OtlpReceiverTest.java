package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class OtlpReceiverTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private OtlpReceiver receiver;

  @BeforeEach
  void listen() throws IOException {
    receiver = new OtlpReceiver(Duration.ZERO);
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void countsASpanSentTwiceAsOneDuplicated() throws Exception {
    assertThat(export(request("00f067aa0ba902b7"), false)).isEqualTo(200);
    assertThat(export(request("00f067aa0ba902b7"), false)).isEqualTo(200);
    assertThat(export(request("00f067aa0ba902b8"), false)).isEqualTo(200);

    assertThat(receiver.distinctSpans()).isEqualTo(2);
    assertThat(receiver.duplicatedSpans()).isEqualTo(1);
    assertThat(receiver.spansPerTrace(Set.of(TRACE, "ff"))).isEqualTo(Map.of(TRACE, 2));
  }

  @Test
  void readsGzip() throws Exception {
    assertThat(export(request("00f067aa0ba902b7"), true)).isEqualTo(200);

    List<ReceivedSpan> trace = receiver.trace(TRACE);
    assertThat(trace).hasSize(1);
    assertThat(trace.get(0).service()).isEqualTo("shop");
    assertThat(trace.get(0).kind()).isEqualTo("SERVER");
    assertThat(trace.get(0).attributes()).containsEntry("http.response.status_code", "200");
  }

  @Test
  void refusesAndTakesNothingWhenTold() throws Exception {
    receiver.mood(OtlpServer.Mood.REFUSE);

    assertThat(export(request("00f067aa0ba902b7"), false)).isEqualTo(503);
    assertThat(receiver.distinctSpans()).isZero();
  }

  @Test
  void leavesTheSenderWithoutAnswerWhenToldToHang() {
    receiver.mood(OtlpServer.Mood.HANG);

    Assertions.assertThatExceptionOfType(HttpTimeoutException.class)
        .isThrownBy(() -> export(request("00f067aa0ba902b7"), false));
    assertThat(receiver.distinctSpans()).isZero();
  }

  @Test
  void acknowledgesOnlyAfterTheDelay() throws Exception {
    receiver.acknowledgeAfter(Duration.ofMillis(300));
    long start = System.nanoTime();

    assertThat(export(request("00f067aa0ba902b7"), false)).isEqualTo(200);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
  }

  @Test
  void countsWhatItCannotRead() throws Exception {
    assertThat(export(new byte[] {1, 2, 3}, false)).isEqualTo(400);
    assertThat(receiver.malformedExports()).isEqualTo(1);
  }

  private int export(byte[] body, boolean gzip) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(receiver.endpoint().resolve("/v1/traces"))
            .timeout(Duration.ofSeconds(1))
            .header("Content-Type", "application/x-protobuf")
            .POST(BodyPublishers.ofByteArray(gzip ? gzip(body) : body));
    if (gzip) {
      request.header("Content-Encoding", "gzip");
    }
    HttpResponse<Void> response =
        HttpCalls.client().send(request.build(), BodyHandlers.discarding());
    return response.statusCode();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] request(String spanId) {
    Span span =
        Span.newBuilder()
            .setTraceId(bytes(TRACE))
            .setSpanId(bytes(spanId))
            .setKind(Span.SpanKind.SPAN_KIND_SERVER)
            .setName("GET /checkout")
            .addAttributes(
                KeyValue.newBuilder()
                    .setKey("http.response.status_code")
                    .setValue(AnyValue.newBuilder().setIntValue(200)))
            .build();
    Resource resource =
        Resource.newBuilder()
            .addAttributes(
                KeyValue.newBuilder()
                    .setKey("service.name")
                    .setValue(AnyValue.newBuilder().setStringValue("shop")))
            .build();
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(resource)
                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
        .build()
        .toByteArray();
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }
}
