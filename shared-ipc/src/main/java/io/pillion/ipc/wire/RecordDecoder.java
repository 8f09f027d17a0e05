package io.pillion.ipc.wire;

import static io.pillion.ipc.wire.RecordDescriptor.*;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes records, trusting no byte: whatever the input, the result is a record, "unknown", or a
 * {@link RecordFormatException}, in time and memory proportional to the input.
 *
 * <p><b>Threading.</b> One thread. The decoder remembers the dictionary of the segment it reads;
 * call {@link #segmentStarted} before the first record of each segment.
 */
public final class RecordDecoder {
  private static final int MAX_REFERENCED_CHARS = 1 << 20;

  private @Nullable String[] dictionary = new String[64];
  private long dictionaryBytes;
  private long referencedChars;
  private int lastType;
  private long lastSequence;

  /** Forgets the dictionary. */
  public void segmentStarted() {
    dictionary = new String[64];
    dictionaryBytes = 0;
  }

  /** The sequence of the record that {@link #decode} looked at last, also if it was unknown. */
  public long lastSequence() {
    return lastSequence;
  }

  /** Whether the record that {@link #decode} looked at last is there to be skipped silently. */
  public boolean lastWasPadding() {
    return lastType == TYPE_PADDING;
  }

  /**
   * Decodes one telemetry record.
   *
   * @param record from its position to its limit; both are changed
   * @return null if the record is padding or of a type this version does not know
   */
  public @Nullable TelemetryEvent decode(ByteBuffer record) throws RecordFormatException {
    ByteBuffer in = header(record);
    return switch (lastType) {
      case TYPE_SPAN -> span(in);
      case TYPE_DECISION -> decision(in);
      case TYPE_METRIC -> metric(in);
      case TYPE_LOG -> log(in);
      case TYPE_GAP -> new GapRecord(lastSequence, fixedBlock(in, GAP_FIXED_BYTES).getLong());
      default -> null;
    };
  }

  /** Decodes one record of a request queue; null if it is not a question this version knows. */
  public @Nullable CheckMessage decodeCheck(ByteBuffer record) throws RecordFormatException {
    ByteBuffer in = header(record);
    return lastType == TYPE_CHECK ? check(in) : null;
  }

  private ByteBuffer header(ByteBuffer record) throws RecordFormatException {
    ByteBuffer in = record.slice().order(ByteOrder.LITTLE_ENDIAN);
    lastSequence = 0;
    lastType = 0;
    referencedChars = 0;
    if (in.remaining() < HEADER_BYTES) {
      throw new RecordFormatException("record shorter than its header: length=" + in.remaining());
    }
    if (in.getInt(MAGIC_OFFSET) != MAGIC) {
      throw new RecordFormatException(
          "no record magic: found=0x" + Integer.toHexString(in.getInt(MAGIC_OFFSET)));
    }
    int total = in.getInt(TOTAL_LENGTH_OFFSET);
    if (total < HEADER_BYTES || total > in.remaining()) {
      throw new RecordFormatException(
          "record length out of range: length=" + total + ", available=" + in.remaining());
    }
    lastType = in.get(TYPE_OFFSET);
    lastSequence = in.getLong(SEQUENCE_OFFSET);
    in.limit(total).position(HEADER_BYTES);
    return in;
  }

  /** Leaves {@code in} at the first entry and returns the fixed block's known part. */
  private static ByteBuffer fixedBlock(ByteBuffer in, int knownBytes) throws RecordFormatException {
    int length = in.getShort(FIXED_LENGTH_OFFSET) & 0xffff;
    if (length < knownBytes || length > in.remaining()) {
      throw new RecordFormatException(
          "fixed block out of range: length=" + length + ", known=" + knownBytes);
    }
    ByteBuffer block = in.slice(in.position(), knownBytes).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return block;
  }

  private SpanRecord span(ByteBuffer in) throws RecordFormatException {
    ByteBuffer fixed = fixedBlock(in, SPAN_FIXED_BYTES);
    SpanFields fields = new SpanFields();
    while (in.hasRemaining()) {
      byte tag = in.get();
      ByteBuffer value = entry(in);
      switch (tag) {
        case TAG_NAME -> fields.name = string(value);
        case TAG_SCOPE -> fields.scope = string(value);
        case TAG_TRACE_STATE -> fields.traceState = string(value);
        case TAG_STATUS_MESSAGE -> fields.statusMessage = string(value);
        case TAG_SCOPE_VERSION -> fields.scopeVersion = string(value);
        case TAG_ATTRIBUTE, TAG_ATTRIBUTE_LIST -> fields.attributes.add(attribute(value));
        case TAG_EVENT ->
            fields.events.add(
                new SpanRecord.Event(number(value), string(value), new ArrayList<>()));
        case TAG_EVENT_ATTRIBUTE, TAG_EVENT_ATTRIBUTE_LIST ->
            fields.addToLatestEvent(attribute(value));
        case TAG_LINK -> fields.links.add(link(value));
        case TAG_LINK_ATTRIBUTE -> fields.addToLatestLink(attribute(value));
        case TAG_DROPPED -> fields.dropped = dropped(value);
        default -> {}
      }
    }
    return fields.toRecord(lastSequence, fixed);
  }

  private MetricRecord metric(ByteBuffer in) throws RecordFormatException {
    ByteBuffer fixed = fixedBlock(in, METRIC_FIXED_BYTES);
    MetricFields fields = new MetricFields();
    while (in.hasRemaining()) {
      byte tag = in.get();
      ByteBuffer value = entry(in);
      switch (tag) {
        case TAG_NAME -> fields.name = string(value);
        case TAG_SCOPE -> fields.scope = string(value);
        case TAG_UNIT -> fields.unit = string(value);
        case TAG_DESCRIPTION -> fields.description = string(value);
        case TAG_BOUNDS -> fields.bounds(value);
        case TAG_POINT -> fields.point(value);
        case TAG_POINT_ATTRIBUTE -> fields.addToLatestPoint(attribute(value));
        default -> {}
      }
    }
    return fields.toRecord(lastSequence, fixed);
  }

  private LogRecord log(ByteBuffer in) throws RecordFormatException {
    ByteBuffer fixed = fixedBlock(in, LOG_FIXED_BYTES);
    String logger = "";
    String severityText = null;
    String body = null;
    List<SpanRecord.Attribute> attributes = new ArrayList<>();
    while (in.hasRemaining()) {
      byte tag = in.get();
      ByteBuffer value = entry(in);
      switch (tag) {
        case TAG_SCOPE -> logger = string(value);
        case TAG_SEVERITY_TEXT -> severityText = string(value);
        case TAG_BODY -> body = string(value);
        case TAG_ATTRIBUTE, TAG_ATTRIBUTE_LIST -> attributes.add(attribute(value));
        default -> {}
      }
    }
    return new LogRecord(
        lastSequence,
        fixed.getLong(),
        fixed.getLong(),
        fixed.getLong(),
        fixed.getLong(),
        fixed.getInt(),
        fixed.get() & 0xff,
        severityText,
        logger,
        body,
        attributes);
  }

  private DecisionRecord decision(ByteBuffer in) throws RecordFormatException {
    ByteBuffer fixed = fixedBlock(in, DECISION_FIXED_BYTES);
    CheckFields fields = checkFields(in);
    long epochNanos = fixed.getLong();
    long revision = fixed.getLong();
    long traceIdHigh = fixed.getLong();
    long traceIdLow = fixed.getLong();
    long spanId = fixed.getLong();
    int dependsOn = fixed.getInt();
    DecisionRecord.Source source =
        known(DecisionRecord.Source.ofCode(fixed.get()), "decision source");
    Decision.Reason reason = known(Decision.Reason.ofCode(fixed.get()), "decision reason");
    return new DecisionRecord(
        lastSequence,
        epochNanos,
        source,
        new Decision(reason, fields.policy, revision, dependsOn),
        fields.method,
        fields.host,
        fields.rawPath,
        fields.sourceAddress,
        traceIdHigh,
        traceIdLow,
        spanId);
  }

  private CheckMessage check(ByteBuffer in) throws RecordFormatException {
    ByteBuffer fixed = fixedBlock(in, CHECK_FIXED_BYTES);
    int slot = fixed.getInt();
    int localPort = fixed.getInt();
    long generation = fixed.getLong();
    CheckFields fields = checkFields(in);
    return new CheckMessage(
        slot,
        generation,
        new CheckRequest.Of(
            fields.method,
            fields.host,
            localPort,
            fields.rawPath,
            fields.resolvedPath,
            fields.sourceAddress));
  }

  private CheckFields checkFields(ByteBuffer in) throws RecordFormatException {
    CheckFields fields = new CheckFields();
    while (in.hasRemaining()) {
      byte tag = in.get();
      ByteBuffer value = entry(in);
      switch (tag) {
        case TAG_POLICY -> fields.policy = string(value);
        case TAG_METHOD -> fields.method = string(value);
        case TAG_HOST -> fields.host = string(value);
        case TAG_RAW_PATH -> fields.rawPath = string(value);
        case TAG_RESOLVED_PATH -> fields.resolvedPath = string(value);
        case TAG_SOURCE_ADDRESS -> fields.sourceAddress = string(value);
        default -> {}
      }
    }
    return fields;
  }

  private static ByteBuffer entry(ByteBuffer in) throws RecordFormatException {
    require(in, Integer.BYTES);
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new RecordFormatException(
          "entry length out of range: length=" + length + ", available=" + in.remaining());
    }
    ByteBuffer value = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return value;
  }

  private SpanRecord.Attribute attribute(ByteBuffer value) throws RecordFormatException {
    String key = string(value);
    require(value, Byte.BYTES);
    byte type = value.get();
    return new SpanRecord.Attribute(
        key,
        switch (type) {
          case VALUE_STRING -> string(value);
          case VALUE_LONG -> number(value);
          case VALUE_DOUBLE -> Double.longBitsToDouble(number(value));
          case VALUE_BOOLEAN -> flag(value);
          case VALUE_STRING_LIST -> strings(value);
          case VALUE_LONG_LIST -> list(value, Long.BYTES, RecordDecoder::number);
          case VALUE_DOUBLE_LIST ->
              list(value, Double.BYTES, in -> Double.longBitsToDouble(number(in)));
          case VALUE_BOOLEAN_LIST -> list(value, Byte.BYTES, RecordDecoder::flag);
          default -> throw new RecordFormatException("unknown value type: type=" + type);
        });
  }

  private List<String> strings(ByteBuffer value) throws RecordFormatException {
    return list(value, Byte.BYTES, this::string);
  }

  private interface Element<T> {
    T read(ByteBuffer value) throws RecordFormatException;
  }

  private static <T> List<T> list(ByteBuffer value, int leastBytes, Element<T> element)
      throws RecordFormatException {
    require(value, Short.BYTES);
    int count = value.getShort() & 0xffff;
    // Each takes so many bytes at least, so a claimed count cannot allocate more than was sent.
    require(value, count * leastBytes);
    List<T> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      elements.add(element.read(value));
    }
    return elements;
  }

  private SpanRecord.Link link(ByteBuffer value) throws RecordFormatException {
    require(value, LINK_FIXED_BYTES);
    long traceIdHigh = value.getLong();
    long traceIdLow = value.getLong();
    long spanId = value.getLong();
    int flags = value.getInt();
    String traceState = string(value);
    return new SpanRecord.Link(
        traceIdHigh,
        traceIdLow,
        spanId,
        flags,
        traceState.isEmpty() ? null : traceState,
        new ArrayList<>());
  }

  private static SpanRecord.Dropped dropped(ByteBuffer value) throws RecordFormatException {
    require(value, 3 * Integer.BYTES);
    return new SpanRecord.Dropped(value.getInt(), value.getInt(), value.getInt());
  }

  private String string(ByteBuffer value) throws RecordFormatException {
    require(value, Byte.BYTES);
    byte form = value.get();
    return switch (form) {
      case STRING_INLINE -> text(value);
      case STRING_DEFINE -> define(value);
      case STRING_REFERENCE -> reference(value);
      default -> throw new RecordFormatException("unknown string form: form=" + form);
    };
  }

  private String define(ByteBuffer value) throws RecordFormatException {
    int id = dictionaryId(value);
    String text = text(value);
    dictionaryBytes += text.length();
    if (dictionaryBytes > MAX_DICTIONARY_BYTES) {
      throw new RecordFormatException("dictionary too large: max-bytes=" + MAX_DICTIONARY_BYTES);
    }
    if (id >= dictionary.length) {
      @Nullable String[] larger = new String[Integer.highestOneBit(id) * 2];
      System.arraycopy(dictionary, 0, larger, 0, dictionary.length);
      dictionary = larger;
    }
    dictionary[id] = text;
    return text;
  }

  private String reference(ByteBuffer value) throws RecordFormatException {
    int id = dictionaryId(value);
    String text = id < dictionary.length ? dictionary[id] : null;
    if (text == null) {
      throw new RecordFormatException("string id was not defined in this segment: id=" + id);
    }
    referencedChars += text.length();
    if (referencedChars > MAX_REFERENCED_CHARS) {
      // A few bytes each, and each as long as what it stands for once it is written out.
      throw new RecordFormatException("too much text by reference: max=" + MAX_REFERENCED_CHARS);
    }
    return text;
  }

  private static int dictionaryId(ByteBuffer value) throws RecordFormatException {
    require(value, Short.BYTES);
    int id = value.getShort() & 0xffff;
    if (id >= MAX_DICTIONARY_IDS) {
      throw new RecordFormatException("string id out of range: id=" + id);
    }
    return id;
  }

  private static String text(ByteBuffer value) throws RecordFormatException {
    require(value, Short.BYTES);
    int length = value.getShort() & 0xffff;
    require(value, length);
    byte[] bytes = new byte[length];
    value.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static long number(ByteBuffer value) throws RecordFormatException {
    require(value, Long.BYTES);
    return value.getLong();
  }

  private static boolean flag(ByteBuffer value) throws RecordFormatException {
    require(value, Byte.BYTES);
    return value.get() != 0;
  }

  static void require(ByteBuffer in, int bytes) throws RecordFormatException {
    if (in.remaining() < bytes) {
      throw new RecordFormatException(
          "value cut short: needed=" + bytes + ", available=" + in.remaining());
    }
  }

  static <T> T known(@Nullable T value, String what) throws RecordFormatException {
    if (value == null) {
      throw new RecordFormatException("unknown " + what);
    }
    return value;
  }

  private static final class SpanFields {
    String name = "";
    String scope = "";
    @Nullable String traceState;
    @Nullable String statusMessage;
    @Nullable String scopeVersion;
    SpanRecord.Dropped dropped = SpanRecord.Dropped.NOTHING;
    final List<SpanRecord.Link> links = new ArrayList<>();
    final List<SpanRecord.Attribute> attributes = new ArrayList<>();
    final List<SpanRecord.Event> events = new ArrayList<>();

    void addToLatestEvent(SpanRecord.Attribute attribute) throws RecordFormatException {
      if (events.isEmpty()) {
        throw new RecordFormatException("event attribute without an event");
      }
      events.get(events.size() - 1).attributes().add(attribute);
    }

    void addToLatestLink(SpanRecord.Attribute attribute) throws RecordFormatException {
      if (links.isEmpty()) {
        throw new RecordFormatException("link attribute without a link");
      }
      links.get(links.size() - 1).attributes().add(attribute);
    }

    SpanRecord toRecord(long sequence, ByteBuffer fixed) throws RecordFormatException {
      long traceIdHigh = fixed.getLong();
      long traceIdLow = fixed.getLong();
      long spanId = fixed.getLong();
      long parentSpanId = fixed.getLong();
      long start = fixed.getLong();
      long end = fixed.getLong();
      int flags = fixed.getInt();
      return new SpanRecord(
          sequence,
          traceIdHigh,
          traceIdLow,
          spanId,
          parentSpanId,
          flags,
          known(SpanRecord.Kind.ofCode(fixed.get()), "span kind"),
          known(SpanRecord.Status.ofCode(fixed.get()), "span status"),
          statusMessage,
          start,
          end,
          name,
          scope,
          traceState,
          attributes,
          events,
          scopeVersion,
          links,
          dropped);
    }
  }

  private static final class CheckFields {
    @Nullable String policy;
    String method = "";
    @Nullable String host;
    String rawPath = "";
    @Nullable String resolvedPath;
    @Nullable String sourceAddress;
  }
}
