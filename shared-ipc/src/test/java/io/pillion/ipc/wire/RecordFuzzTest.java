package io.pillion.ipc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.testing.Cost;
import io.pillion.ipc.testing.FuzzInput;
import java.io.ByteArrayOutputStream;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as the records of a segment, one after the other: each is a record, unknown or refused,
 * for memory in proportion to its length; and what was read can be written and read again.
 */
class RecordFuzzTest {
  /** An entry of five bytes costs a view of it; an attribute of ten, four small objects. */
  private static final int MOST_BYTES_PER_BYTE = 64;

  private static final int MOST_BYTES_PER_RECORD = 8 * 1024;

  @MethodSource("realRecords")
  @FuzzTest
  void anyBytesAreARecordOrRefused(byte[] input) throws Exception {
    List<byte[]> records = new ArrayList<>();
    for (FuzzInput in = new FuzzInput(input); in.hasMore(); ) {
      records.add(in.bytes(in.u16()));
    }
    long most =
        MOST_BYTES_PER_RECORD * (records.size() + 1L)
            + (long) MOST_BYTES_PER_BYTE * input.length
            + Long.BYTES * RecordDescriptor.MAX_DICTIONARY_IDS * 4L;
    Cost.bounded(most, () -> decodeAll(records, new RecordDecoder(), event -> {}, check -> {}));
    decodeAll(records, new RecordDecoder(), this::comesBack, this::comesBack);
  }

  private interface Use<T> {
    void of(T decoded) throws RecordFormatException;
  }

  private static void decodeAll(
      List<byte[]> records,
      RecordDecoder decoder,
      Use<TelemetryEvent> events,
      Use<CheckMessage> checks) {
    for (byte[] record : records) {
      try {
        TelemetryEvent event = decoder.decode(ByteBuffer.wrap(record));
        if (event != null) {
          assertThat(event.sequence())
              .isEqualTo(sequence(record))
              .isEqualTo(decoder.lastSequence());
          events.of(event);
        }
      } catch (RecordFormatException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
      try {
        CheckMessage check = decoder.decodeCheck(ByteBuffer.wrap(record));
        if (check != null) {
          checks.of(check);
        }
      } catch (RecordFormatException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  private static long sequence(byte[] record) {
    return ByteBuffer.wrap(record)
        .order(ByteOrder.LITTLE_ENDIAN)
        .getLong(RecordDescriptor.SEQUENCE_OFFSET);
  }

  private void comesBack(TelemetryEvent event) throws RecordFormatException {
    byte[] again = encode(event);
    if (again != null) {
      assertThat(new RecordDecoder().decode(ByteBuffer.wrap(again))).isEqualTo(event);
    }
  }

  private void comesBack(CheckMessage check) throws RecordFormatException {
    RecordEncoder encoder = new RecordEncoder();
    try {
      encoder.check(check.slot(), check.generation(), check.request());
    } catch (BufferOverflowException e) {
      return;
    }
    assertThat(new RecordDecoder().decodeCheck(encoder.finish(1))).isEqualTo(check);
  }

  /** Null where the writer would have to cut: it writes shorter strings than a reader takes. */
  private static byte @Nullable [] encode(TelemetryEvent event) {
    RecordEncoder encoder = new RecordEncoder();
    try {
      if (event instanceof SpanRecord span) {
        if (!isWritable(span)) {
          return null;
        }
        RandomRecords.encode(encoder, span);
      } else if (event instanceof DecisionRecord decision) {
        if (!areWritable(
            decision.method(),
            decision.host(),
            decision.rawPath(),
            decision.sourceAddress(),
            decision.decision().policy())) {
          return null;
        }
        encoder.decision(
            decision.epochNanos(),
            decision.source(),
            decision.decision(),
            new CheckRequest.Of(
                decision.method(),
                decision.host(),
                0,
                decision.rawPath(),
                null,
                decision.sourceAddress()),
            decision.traceIdHigh(),
            decision.traceIdLow(),
            decision.spanId());
      } else if (event instanceof MetricRecord metric) {
        if (!isWritable(metric)) {
          return null;
        }
        RandomRecords.encode(encoder, metric);
      } else if (event instanceof LogRecord log) {
        if (!areWritable(log.loggerName(), log.severityText(), log.body())
            || !log.attributes().stream().allMatch(RecordFuzzTest::isWritable)) {
          return null;
        }
        RandomRecords.encode(encoder, log);
      } else if (event instanceof GapRecord gap) {
        encoder.gap(gap.dropped());
      }
    } catch (BufferOverflowException e) {
      return null;
    }
    return bytes(encoder.finish(event.sequence()));
  }

  private static boolean isWritable(SpanRecord span) {
    return areWritable(span.name(), span.scopeName(), span.traceState(), span.statusMessage())
        && span.attributes().stream().allMatch(RecordFuzzTest::isWritable)
        && span.events().stream()
            .allMatch(
                event ->
                    areWritable(event.name())
                        && event.attributes().stream().allMatch(RecordFuzzTest::isWritable))
        && areWritable(span.scopeVersion())
        && span.links().stream()
            .allMatch(
                link ->
                    areWritable(link.traceState())
                        && link.attributes().stream().allMatch(RecordFuzzTest::isWritable));
  }

  private static boolean isWritable(MetricRecord metric) {
    return areWritable(metric.name(), metric.unit(), metric.scopeName(), metric.description())
        && metric.points().stream()
            .flatMap(point -> point.attributes().stream())
            .allMatch(
                of ->
                    (of.value() instanceof String || of.value() instanceof Boolean)
                        && isWritable(of));
  }

  private static boolean isWritable(SpanRecord.Attribute attribute) {
    Object value = attribute.value();
    return areWritable(attribute.key())
        && (!(value instanceof String text) || areWritable(text))
        && (!(value instanceof List<?> list)
            || list.stream().allMatch(of -> !(of instanceof String text) || areWritable(text)));
  }

  private static boolean areWritable(@Nullable String... texts) {
    return Stream.of(texts)
        .allMatch(
            text ->
                text == null
                    || text.getBytes(StandardCharsets.UTF_8).length
                        <= RecordDescriptor.MAX_STRING_BYTES - 4);
  }

  private static byte[] bytes(ByteBuffer record) {
    byte[] bytes = new byte[record.remaining()];
    record.duplicate().get(bytes);
    return bytes;
  }

  /** Segments of real records of all types, whole and cut. */
  static Stream<byte[]> realRecords() {
    Random random = new Random(11);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    List<byte[]> seeds = new ArrayList<>();
    RecordEncoder encoder = new RecordEncoder();
    for (int i = 1; i <= 32; i++) {
      switch (i % 8) {
        case 0 -> encoder.gap(i);
        case 1 -> encoder.padding();
        case 2 -> encoder.check(i, i, RandomRecords.check(random));
        case 3 ->
            encoder.decision(
                i,
                RandomRecords.any(random, DecisionRecord.Source.values()),
                new Decision(Decision.Reason.DENY_MATCHED, "ns/p", 3, 0),
                RandomRecords.check(random),
                1,
                2,
                3);
        case 4 -> RandomRecords.encode(encoder, RandomRecords.metric(random, i));
        case 5 -> RandomRecords.encode(encoder, RandomRecords.log(random, i));
        default -> RandomRecords.encode(encoder, RandomRecords.span(random, i));
      }
      byte[] record = bytes(encoder.finish(i));
      all.writeBytes(new byte[] {(byte) record.length, (byte) (record.length >>> 8)});
      all.writeBytes(record);
      if (i % 8 == 0) {
        seeds.add(all.toByteArray());
        seeds.add(Arrays.copyOf(all.toByteArray(), all.size() - i));
        all.reset();
        encoder.segmentStarted();
      }
    }
    return seeds.stream();
  }
}
