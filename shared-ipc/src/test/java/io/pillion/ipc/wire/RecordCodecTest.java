package io.pillion.ipc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private final RecordEncoder encoder = new RecordEncoder();
  private final RecordDecoder decoder = new RecordDecoder();

  @Test
  void randomSpansComeBackAsTheyWere() throws RecordFormatException {
    Random random = new Random(3);
    for (int i = 1; i <= 20_000; i++) {
      if (random.nextInt(500) == 0) {
        encoder.segmentStarted();
        decoder.segmentStarted();
      }
      SpanRecord span = RandomRecords.span(random, i);
      RandomRecords.encode(encoder, span);
      assertThat(decoder.decode(encoder.finish(i))).isEqualTo(span);
    }
  }

  @Test
  void randomMetricsAndLogsComeBackAsTheyWere() throws RecordFormatException {
    Random random = new Random(5);
    for (int i = 1; i <= 5_000; i++) {
      MetricRecord metric = RandomRecords.metric(random, i);
      RandomRecords.encode(encoder, metric);
      assertThat(decoder.decode(encoder.finish(i))).isEqualTo(metric);
      LogRecord log = RandomRecords.log(random, i);
      RandomRecords.encode(encoder, log);
      assertThat(decoder.decode(encoder.finish(i))).isEqualTo(log);
    }
  }

  @Test
  void readerThatDoesNotKnowMetricsAndLogsReadsTheSpansBehindThem() throws RecordFormatException {
    Random random = new Random(6);
    for (int i = 1; i <= 2_000; i++) {
      RandomRecords.encode(encoder, RandomRecords.log(random, i));
      assertThat(decoder.decode(ofUnknownType(encoder.finish(i)))).isNull();
      RandomRecords.encode(encoder, RandomRecords.metric(random, i));
      assertThat(decoder.decode(ofUnknownType(encoder.finish(i)))).isNull();
      SpanRecord span = RandomRecords.span(random, i);
      RandomRecords.encode(encoder, span);
      assertThat(decoder.decode(encoder.finish(i))).isEqualTo(span);
    }
  }

  private static ByteBuffer ofUnknownType(ByteBuffer record) {
    return record.put(4, (byte) 99);
  }

  @Test
  void fewBytesThatReferToMuchTextAreRefused() throws RecordFormatException {
    String key = "k".repeat(200);
    encoder.beginSpan(
        1, 2, 3, 0, 1, SpanRecord.Kind.SERVER, SpanRecord.Status.UNSET, 1, 2, "name", "scope");
    for (int i = 0; i < 6_000; i++) {
      encoder.attribute(key, true);
    }
    ByteBuffer record = encoder.finish(1);
    assertThatThrownBy(() -> decoder.decode(record))
        .isInstanceOf(RecordFormatException.class)
        .hasMessageContaining("too much text by reference");
  }

  @Test
  void randomDecisionsGapsAndChecksComeBackAsTheyWere() throws RecordFormatException {
    Random random = new Random(4);
    for (int i = 1; i <= 5_000; i++) {
      CheckRequest.Of request = RandomRecords.check(random);
      Decision decision = RandomRecords.decision(random);
      DecisionRecord.Source source = RandomRecords.any(random, DecisionRecord.Source.values());
      encoder.decision(i, source, decision, request, 1, 2, 3);
      assertThat(decoder.decode(encoder.finish(i)))
          .isEqualTo(
              new DecisionRecord(
                  i,
                  i,
                  source,
                  decision,
                  request.method(),
                  request.host(),
                  request.rawPath(),
                  request.sourceAddress(),
                  1,
                  2,
                  3));
      encoder.gap(i);
      assertThat(decoder.decode(encoder.finish(7))).isEqualTo(new GapRecord(7, i));
      encoder.check(i % 256, i, request);
      assertThat(decoder.decodeCheck(encoder.finish(i)))
          .isEqualTo(new CheckMessage(i % 256, i, request));
    }
  }

  @Test
  void stringsBeyondTheDictionarysBoundStandInline() throws RecordFormatException {
    for (int i = 0; i < 3 * RecordDescriptor.MAX_DICTIONARY_IDS; i++) {
      String name = "name-" + i % (RecordDescriptor.MAX_DICTIONARY_IDS + 500);
      begin(name);
      assertThat(((SpanRecord) decode()).name()).isEqualTo(name);
    }
  }

  @Test
  void longStringsAreCutAtACharactersBorderAndTakeNoPlaceInTheDictionary()
      throws RecordFormatException {
    String longName = "é".repeat(RecordDescriptor.MAX_STRING_BYTES);
    for (int i = 0; i < 2; i++) {
      begin(longName);
      ByteBuffer record = encoder.finish(1);
      assertThat(record.remaining()).isGreaterThan(RecordDescriptor.MAX_STRING_BYTES - 4);
      String name = ((SpanRecord) decoder.decode(record)).name();
      assertThat(longName).startsWith(name);
      assertThat(name.length()).isGreaterThan(RecordDescriptor.MAX_STRING_BYTES / 2 - 4);
    }
  }

  @Test
  void aQuestionIsNeverShortened() {
    String path = "/" + "a".repeat(RecordDescriptor.MAX_STRING_BYTES) + "/admin";
    CheckRequest request = new CheckRequest.Of("GET", null, 1, path, null, null);
    assertThatThrownBy(() -> encoder.check(1, 1, request))
        .isInstanceOf(BufferOverflowException.class);
  }

  @Test
  void aRecordThatIsTooLargeLeavesTheEncoderUsable() throws RecordFormatException {
    begin("large");
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 5; i++) {
                encoder.attribute("key" + i, "x".repeat(RecordDescriptor.MAX_STRING_BYTES));
              }
            })
        .isInstanceOf(BufferOverflowException.class);
    encoder.segmentStarted();
    begin("small");
    encoder.attribute("key0", 1);
    assertThat(((SpanRecord) decode()).name()).isEqualTo("small");
  }

  @Test
  void unknownTypesAreSkippedAndStillHaveASequence() throws RecordFormatException {
    begin("any");
    ByteBuffer record = encoder.finish(17);
    record.put(RecordDescriptor.TYPE_OFFSET, (byte) 99);
    assertThat(decoder.decode(record)).isNull();
    assertThat(decoder.lastSequence()).isEqualTo(17);
    assertThat(decoder.lastWasPadding()).isFalse();
  }

  @Test
  void unknownTagsAndALongerFixedBlockAreSkipped() throws RecordFormatException {
    begin("known");
    byte[] bytes = bytes(encoder.finish(5));
    int fixedEnd = RecordDescriptor.HEADER_BYTES + RecordDescriptor.SPAN_FIXED_BYTES;
    ByteBuffer longer = ByteBuffer.allocate(bytes.length + 12 + 8).order(ByteOrder.LITTLE_ENDIAN);
    longer.put(bytes, 0, fixedEnd).put(new byte[12]).put(bytes, fixedEnd, bytes.length - fixedEnd);
    longer.put((byte) 120).putInt(3).put(new byte[] {1, 2, 3}).flip();
    longer.putShort(
        RecordDescriptor.FIXED_LENGTH_OFFSET, (short) (RecordDescriptor.SPAN_FIXED_BYTES + 12));
    longer.putInt(RecordDescriptor.TOTAL_LENGTH_OFFSET, longer.limit());
    assertThat(((SpanRecord) decoder.decode(longer)).name()).isEqualTo("known");
  }

  @Test
  void aDictionaryThatGrowsBeyondItsBoundIsRefused() {
    ByteBuffer hostile = ByteBuffer.allocate(64 * 1024).order(ByteOrder.LITTLE_ENDIAN);
    begin("n");
    byte[] header = bytes(encoder.finish(1));
    int fixedEnd = RecordDescriptor.HEADER_BYTES + RecordDescriptor.SPAN_FIXED_BYTES;
    int refused = 0;
    for (int id = 0; id < RecordDescriptor.MAX_DICTIONARY_IDS; id++) {
      int length = 60_000;
      hostile.clear().put(header, 0, fixedEnd).put(RecordDescriptor.TAG_NAME).putInt(length + 5);
      hostile.put(RecordDescriptor.STRING_DEFINE).putShort((short) id).putShort((short) length);
      hostile.position(hostile.position() + length).flip();
      hostile.putInt(RecordDescriptor.TOTAL_LENGTH_OFFSET, hostile.limit());
      try {
        decoder.decode(hostile);
      } catch (RecordFormatException e) {
        refused++;
      }
    }
    assertThat(refused)
        .isGreaterThan(
            RecordDescriptor.MAX_DICTIONARY_IDS
                - RecordDescriptor.MAX_DICTIONARY_BYTES / 60_000
                - 2);
  }

  @Test
  void mutatedRecordsDecodeOrAreRefusedAndNothingElse() {
    Random random = new Random(5);
    List<byte[]> seeds = seeds(random);
    int decoded = 0;
    int refused = 0;
    for (int i = 0; i < 250_000; i++) {
      ByteBuffer record = ByteBuffer.wrap(mutate(random, seeds.get(i % seeds.size())));
      try {
        decoder.decode(record.duplicate());
        decoder.decodeCheck(record);
        decoded++;
      } catch (RecordFormatException e) {
        assertThat(e.getMessage()).isNotEmpty();
        refused++;
      }
    }
    assertThat(decoded).isGreaterThan(1000);
    assertThat(refused).isGreaterThan(1000);
  }

  private List<byte[]> seeds(Random random) {
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      switch (i % 4) {
        case 0 -> encoder.check(1, 2, RandomRecords.check(random));
        case 1 ->
            encoder.decision(
                1,
                DecisionRecord.Source.CACHE,
                RandomRecords.decision(random),
                RandomRecords.check(random),
                1,
                2,
                3);
        default -> RandomRecords.encode(encoder, RandomRecords.span(random, i));
      }
      seeds.add(bytes(encoder.finish(i)));
    }
    return seeds;
  }

  private static byte[] mutate(Random random, byte[] seed) {
    byte[] mutant = seed.clone();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(mutant.length);
      switch (random.nextInt(4)) {
        case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutant[at] = (byte) random.nextInt(256);
        case 2 -> mutant[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
        default -> mutant = java.util.Arrays.copyOf(mutant, 1 + random.nextInt(mutant.length));
      }
    }
    return mutant;
  }

  private void begin(String name) {
    encoder.beginSpan(
        1, 2, 3, 4, 1, SpanRecord.Kind.SERVER, SpanRecord.Status.OK, 5, 6, name, "scope");
  }

  private TelemetryEvent decode() throws RecordFormatException {
    return decoder.decode(encoder.finish(1));
  }

  private static byte[] bytes(ByteBuffer record) {
    byte[] bytes = new byte[record.remaining()];
    record.duplicate().get(bytes);
    return bytes;
  }
}
