package io.pillion.sidecar.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.pillion.ipc.wire.LogRecord;
import io.pillion.ipc.wire.SpanRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtlpLogsEncoderTest {

  private static LogRecord log(long spanId, int severity, String logger) {
    return new LogRecord(
        1,
        1_700_000_000_000_000_000L,
        spanId == 0 ? 0 : 0x0102030405060708L,
        spanId,
        spanId,
        0x301,
        severity,
        "WARN",
        logger,
        "low on stock",
        List.of(new SpanRecord.Attribute("thread.name", "main")));
  }

  private static ResourceLogs encoded(LogRecord... logs) throws Exception {
    Batch<LogRecord> batch =
        new Batch<>(
            List.of(new Batch.Group<>("id", Map.of("service.name", "shop"), List.of(logs))));
    return ExportLogsServiceRequest.parseFrom(OtlpSignal.LOGS.request(batch).toByteArray())
        .getResourceLogs(0);
  }

  @Test
  void aLogWithinASpanCarriesItsIds() throws Exception {
    ResourceLogs resource = encoded(log(9, 13, "shop.Cart"), log(9, 13, "shop.Stock"));
    assertThat(resource.getResource().getAttributes(0).getKey()).isEqualTo("service.name");
    assertThat(resource.getScopeLogsCount()).isEqualTo(2);
    assertThat(resource.getScopeLogs(0).getScope().getName()).isEqualTo("shop.Cart");
    io.opentelemetry.proto.logs.v1.LogRecord log = resource.getScopeLogs(0).getLogRecords(0);
    assertThat(log.getTimeUnixNano()).isEqualTo(1_700_000_000_000_000_000L);
    assertThat(log.getObservedTimeUnixNano()).isEqualTo(1_700_000_000_000_000_000L);
    assertThat(log.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_WARN);
    assertThat(log.getSeverityText()).isEqualTo("WARN");
    assertThat(log.getBody().getStringValue()).isEqualTo("low on stock");
    assertThat(log.getTraceId())
        .isEqualTo(
            ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 9}));
    assertThat(log.getSpanId()).isEqualTo(ByteString.copyFrom(new byte[] {0, 0, 0, 0, 0, 0, 0, 9}));
    assertThat(log.getFlags()).isEqualTo(1);
    assertThat(log.getAttributes(0).getValue().getStringValue()).isEqualTo("main");
  }

  @Test
  void aLogOutsideOfASpanHasNoIdsAndAnUnknownSeverityIsLeftOut() throws Exception {
    io.opentelemetry.proto.logs.v1.LogRecord log =
        encoded(log(0, 99, "x")).getScopeLogs(0).getLogRecords(0);
    assertThat(log.getTraceId().isEmpty()).isTrue();
    assertThat(log.getSpanId().isEmpty()).isTrue();
    assertThat(log.getFlags()).isZero();
    assertThat(log.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_UNSPECIFIED);
  }
}
