package io.pillion.ipc.wire;

import static io.pillion.ipc.wire.RecordDescriptor.*;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes one record after the other into a buffer of its own, without allocating.
 *
 * <p>A record is begun by {@code begin*}, filled, and taken by {@link #finish}. Strings that repeat
 * go through the dictionary of the current segment: whoever writes the bytes calls {@link
 * #segmentStarted} before the first record of each segment.
 *
 * <p><b>Threading.</b> One thread. <b>Ownership.</b> The buffer from {@link #finish} is valid until
 * the next {@code begin*}. <b>Failure.</b> A record over {@link RecordDescriptor#MAX_RECORD_BYTES}
 * throws {@link BufferOverflowException}; call {@link #segmentStarted} then, since ids may have
 * been given out in bytes that nobody will read.
 */
public final class RecordEncoder {
  private final ByteBuffer buffer =
      ByteBuffer.wrap(new byte[MAX_RECORD_BYTES]).order(ByteOrder.LITTLE_ENDIAN);
  private final StringTable dictionary = new StringTable();
  private int entryStart;
  private boolean skippedByOlder;

  /** Forgets the dictionary: the records that follow can be read without those before. */
  public void segmentStarted() {
    dictionary.clear();
  }

  /** Begins a span; name and scope are required, all else is optional. */
  public void beginSpan(
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      long parentSpanId,
      int flags,
      SpanRecord.Kind kind,
      SpanRecord.Status status,
      long startEpochNanos,
      long endEpochNanos,
      String name,
      String scopeName) {
    begin(TYPE_SPAN, SPAN_FIXED_BYTES);
    buffer.putLong(traceIdHigh).putLong(traceIdLow).putLong(spanId).putLong(parentSpanId);
    buffer.putLong(startEpochNanos).putLong(endEpochNanos);
    buffer.putInt(flags).put((byte) kind.code()).put((byte) status.code()).putShort((short) 0);
    repeated(TAG_NAME, name);
    repeated(TAG_SCOPE, scopeName);
  }

  /** Sets the W3C header value that travels with the trace. */
  public void traceState(@Nullable String traceState) {
    inline(TAG_TRACE_STATE, traceState);
  }

  /** Sets the description that goes with status ERROR. */
  public void statusMessage(@Nullable String message) {
    inline(TAG_STATUS_MESSAGE, message);
  }

  /** Adds an attribute whose values are mostly different. Null is left out. */
  public void attribute(String key, @Nullable String value) {
    if (value != null) {
      beginAttribute(TAG_ATTRIBUTE, key);
      buffer.put(VALUE_STRING);
      putInline(value);
      endEntry();
    }
  }

  /** Adds an attribute with few values: they go through the dictionary. Null is left out. */
  public void attributeOfFew(String key, @Nullable String value) {
    if (value != null) {
      beginAttribute(TAG_ATTRIBUTE, key);
      buffer.put(VALUE_STRING);
      putRepeated(value);
      endEntry();
    }
  }

  /** Adds an integer attribute. */
  public void attribute(String key, long value) {
    beginAttribute(TAG_ATTRIBUTE, key);
    buffer.put(VALUE_LONG).putLong(value);
    endEntry();
  }

  /** Adds a floating-point attribute. */
  public void attribute(String key, double value) {
    beginAttribute(TAG_ATTRIBUTE, key);
    buffer.put(VALUE_DOUBLE).putDouble(value);
    endEntry();
  }

  /** Adds a boolean attribute. */
  public void attribute(String key, boolean value) {
    beginAttribute(TAG_ATTRIBUTE, key);
    buffer.put(VALUE_BOOLEAN).put((byte) (value ? 1 : 0));
    endEntry();
  }

  /** Adds an attribute that is a list of strings. */
  public void attribute(String key, List<String> values) {
    beginAttribute(TAG_ATTRIBUTE, key);
    buffer.put(VALUE_STRING_LIST).putShort((short) values.size());
    for (int i = 0; i < values.size(); i++) {
      putInline(values.get(i));
    }
    endEntry();
  }

  /** Begins an event; {@link #eventAttribute} adds to the latest one. */
  public void event(long epochNanos, String name) {
    beginEntry(TAG_EVENT);
    buffer.putLong(epochNanos);
    putRepeated(name);
    endEntry();
  }

  /** Adds a string attribute to the latest event. Null is left out. */
  public void eventAttribute(String key, @Nullable String value) {
    if (value != null) {
      beginAttribute(TAG_EVENT_ATTRIBUTE, key);
      buffer.put(VALUE_STRING);
      putInline(value);
      endEntry();
    }
  }

  /** Sets the version of the instrumentation scope. Null is left out. */
  public void scopeVersion(@Nullable String version) {
    inline(TAG_SCOPE_VERSION, version);
  }

  /**
   * Adds an attribute whose type is known only now.
   *
   * @param value a String, Long, Double, Boolean, or a List of one of these
   */
  public void attributeOf(String key, Object value) {
    attributeOf(TAG_ATTRIBUTE, TAG_ATTRIBUTE_LIST, key, value);
  }

  /** As {@link #attributeOf}, of the latest event. */
  public void eventAttributeOf(String key, Object value) {
    attributeOf(TAG_EVENT_ATTRIBUTE, TAG_EVENT_ATTRIBUTE_LIST, key, value);
  }

  /** Begins a link; {@link #linkAttributeOf} adds to the latest one. */
  public void link(
      long traceIdHigh, long traceIdLow, long spanId, int flags, @Nullable String traceState) {
    beginEntry(TAG_LINK);
    buffer.putLong(traceIdHigh).putLong(traceIdLow).putLong(spanId).putInt(flags);
    putInline(traceState == null ? "" : traceState);
    endEntry();
  }

  /** As {@link #attributeOf}, of the latest link. */
  public void linkAttributeOf(String key, Object value) {
    beginEntry(TAG_LINK_ATTRIBUTE);
    putInline(key);
    putValue(value);
    endEntry();
  }

  /** Says how much of the span is missing. */
  public void dropped(int attributes, int events, int links) {
    beginEntry(TAG_DROPPED);
    buffer.putInt(attributes).putInt(events).putInt(links);
    endEntry();
  }

  /** How many bytes the record may still grow by. */
  public int remainingBytes() {
    return buffer.remaining();
  }

  /** Encodes a decision whole. */
  public void decision(
      long epochNanos,
      DecisionRecord.Source source,
      Decision decision,
      CheckRequest request,
      long traceIdHigh,
      long traceIdLow,
      long spanId) {
    begin(TYPE_DECISION, DECISION_FIXED_BYTES);
    buffer.putLong(epochNanos).putLong(decision.revision());
    buffer.putLong(traceIdHigh).putLong(traceIdLow).putLong(spanId);
    buffer.putInt(decision.dependsOn());
    buffer.put((byte) source.code()).put((byte) decision.reason().code()).putShort((short) 0);
    if (decision.policy() != null) {
      repeated(TAG_POLICY, decision.policy());
    }
    repeated(TAG_METHOD, request.method());
    inline(TAG_HOST, request.host());
    inline(TAG_RAW_PATH, request.rawPath());
    inline(TAG_SOURCE_ADDRESS, request.sourceAddress());
  }

  /**
   * Begins a metric; {@link #point} adds a value.
   *
   * @param bounds upper bounds of a histogram's buckets; null if it is none
   */
  public void beginMetric(
      MetricRecord.Kind kind,
      long epochNanos,
      long startEpochNanos,
      String name,
      String unit,
      String scopeName,
      @Nullable String description,
      double @Nullable [] bounds) {
    begin(TYPE_METRIC, METRIC_FIXED_BYTES);
    buffer.putLong(epochNanos).putLong(startEpochNanos);
    buffer.put((byte) kind.code()).put((byte) 0).putShort((short) 0).putInt(0);
    repeated(TAG_NAME, name);
    repeated(TAG_SCOPE, scopeName);
    repeated(TAG_UNIT, unit);
    if (description != null) {
      repeated(TAG_DESCRIPTION, description);
    }
    if (bounds != null) {
      beginEntry(TAG_BOUNDS);
      buffer.putShort((short) bounds.length);
      for (double bound : bounds) {
        buffer.putDouble(bound);
      }
      endEntry();
    }
  }

  /** Adds a point with a whole number; {@link #pointAttribute} adds to the latest one. */
  public void point(long value) {
    beginEntry(TAG_POINT);
    buffer.put(VALUE_LONG).putLong(value);
    endEntry();
  }

  /** Adds a point with a fraction; {@link #pointAttribute} adds to the latest one. */
  public void point(double value) {
    beginEntry(TAG_POINT);
    buffer.put(VALUE_DOUBLE).putDouble(value);
    endEntry();
  }

  /** Adds a histogram's point; {@link #pointAttribute} adds to the latest one. */
  public void point(long count, double sum, double min, double max, long[] buckets) {
    beginEntry(TAG_POINT);
    buffer.put(VALUE_DISTRIBUTION).putLong(count).putDouble(sum).putDouble(min).putDouble(max);
    buffer.putShort((short) buckets.length);
    for (long bucket : buckets) {
      buffer.putLong(bucket);
    }
    endEntry();
  }

  /** Adds an attribute to the latest point; its values are taken to be few. */
  public void pointAttribute(String key, String value) {
    beginAttribute(TAG_POINT_ATTRIBUTE, key);
    buffer.put(VALUE_STRING);
    putRepeated(value);
    endEntry();
  }

  /** Adds a boolean attribute to the latest point. */
  public void pointAttribute(String key, boolean value) {
    beginAttribute(TAG_POINT_ATTRIBUTE, key);
    buffer.put(VALUE_BOOLEAN).put((byte) (value ? 1 : 0));
    endEntry();
  }

  /** Begins a log record; {@code attribute} and {@code attributeOfFew} add to it. */
  public void beginLog(
      long epochNanos,
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      int flags,
      int severity,
      @Nullable String severityText,
      String loggerName,
      @Nullable String body) {
    begin(TYPE_LOG, LOG_FIXED_BYTES);
    buffer.putLong(epochNanos).putLong(traceIdHigh).putLong(traceIdLow).putLong(spanId);
    buffer.putInt(flags).put((byte) severity).put((byte) 0).putShort((short) 0);
    repeated(TAG_SCOPE, loggerName);
    if (severityText != null) {
      repeated(TAG_SEVERITY_TEXT, severityText);
    }
    inline(TAG_BODY, body);
  }

  /** Encodes a gap whole. */
  public void gap(long dropped) {
    begin(TYPE_GAP, GAP_FIXED_BYTES);
    buffer.putLong(dropped);
  }

  /** Encodes a record that readers skip. */
  public void padding() {
    begin(TYPE_PADDING, 0);
  }

  /**
   * Encodes a policy question whole. Strings stand inline: a question is read once. Nothing is cut:
   * a question with a string over {@link RecordDescriptor#MAX_STRING_BYTES} throws {@link
   * BufferOverflowException}.
   *
   * @param slot where the answer goes
   * @param generation must be in the slot when the answer arrives
   */
  public void check(int slot, long generation, CheckRequest request) {
    begin(TYPE_CHECK, CHECK_FIXED_BYTES);
    buffer.putInt(slot).putInt(request.localPort()).putLong(generation);
    whole(TAG_METHOD, request.method());
    whole(TAG_HOST, request.host());
    whole(TAG_RAW_PATH, request.rawPath());
    whole(TAG_RESOLVED_PATH, request.resolvedPath());
    whole(TAG_SOURCE_ADDRESS, request.sourceAddress());
  }

  /** Completes the record and hands it out, positioned at its start and limited to its end. */
  public ByteBuffer finish(long sequence) {
    buffer.putInt(TOTAL_LENGTH_OFFSET, buffer.position());
    buffer.putLong(SEQUENCE_OFFSET, sequence);
    buffer.flip();
    return buffer;
  }

  private void begin(byte type, int fixedBytes) {
    skippedByOlder = type == TYPE_METRIC || type == TYPE_LOG;
    buffer.clear();
    buffer.putInt(MAGIC).put(type).put((byte) 0).putShort((short) fixedBytes);
    buffer.putInt(0).putInt(0).putLong(0);
  }

  private void beginEntry(byte tag) {
    buffer.put(tag);
    entryStart = buffer.position();
    buffer.putInt(0);
  }

  private void endEntry() {
    buffer.putInt(entryStart, buffer.position() - entryStart - Integer.BYTES);
  }

  private void attributeOf(byte tag, byte listTag, String key, Object value) {
    if (value instanceof List<?> list && !list.isEmpty() && !(list.get(0) instanceof String)) {
      // Nothing in an entry that older readers skip may go through the dictionary.
      beginEntry(listTag);
      putInline(key);
    } else {
      beginAttribute(tag, key);
    }
    putValue(value);
    endEntry();
  }

  private void putValue(Object value) {
    if (value instanceof Long number) {
      buffer.put(VALUE_LONG).putLong(number);
    } else if (value instanceof Double number) {
      buffer.put(VALUE_DOUBLE).putDouble(number);
    } else if (value instanceof Boolean truth) {
      buffer.put(VALUE_BOOLEAN).put((byte) (truth ? 1 : 0));
    } else if (value instanceof List<?> list) {
      putList(list);
    } else {
      buffer.put(VALUE_STRING);
      putInline(String.valueOf(value));
    }
  }

  private void putList(List<?> list) {
    Object first = list.isEmpty() ? "" : list.get(0);
    buffer.put(
        first instanceof Long
            ? VALUE_LONG_LIST
            : first instanceof Double
                ? VALUE_DOUBLE_LIST
                : first instanceof Boolean ? VALUE_BOOLEAN_LIST : VALUE_STRING_LIST);
    buffer.putShort((short) list.size());
    for (int i = 0; i < list.size(); i++) {
      Object element = list.get(i);
      if (element instanceof Long number) {
        buffer.putLong(number);
      } else if (element instanceof Double number) {
        buffer.putDouble(number);
      } else if (element instanceof Boolean truth) {
        buffer.put((byte) (truth ? 1 : 0));
      } else {
        putInline(String.valueOf(element));
      }
    }
  }

  private void beginAttribute(byte tag, String key) {
    beginEntry(tag);
    putRepeated(key);
  }

  private void inline(byte tag, @Nullable String text) {
    if (text != null) {
      beginEntry(tag);
      putInline(text);
      endEntry();
    }
  }

  private void whole(byte tag, @Nullable String text) {
    if (text != null) {
      beginEntry(tag);
      buffer.put(STRING_INLINE);
      if (!putText(text)) {
        throw new BufferOverflowException();
      }
      endEntry();
    }
  }

  private void repeated(byte tag, String text) {
    beginEntry(tag);
    putRepeated(text);
    endEntry();
  }

  private void putRepeated(String text) {
    if (text.length() > MAX_DICTIONARY_CHARS) {
      putInline(text);
      return;
    }
    int id = dictionary.idOf(text);
    if (id != StringTable.ABSENT) {
      buffer.put(STRING_REFERENCE).putShort((short) id);
      return;
    }
    // Readers that do not know the type would miss a definition that later records refer to.
    id = skippedByOlder ? StringTable.ABSENT : dictionary.add(text);
    if (id == StringTable.ABSENT) {
      putInline(text);
    } else {
      buffer.put(STRING_DEFINE).putShort((short) id);
      putText(text);
    }
  }

  private void putInline(String text) {
    buffer.put(STRING_INLINE);
    putText(text);
  }

  /** False if the text was cut. */
  private boolean putText(String text) {
    int lengthAt = buffer.position();
    buffer.putShort((short) 0);
    boolean whole = Utf8.put(text, buffer, MAX_STRING_BYTES);
    buffer.putShort(lengthAt, (short) (buffer.position() - lengthAt - Short.BYTES));
    return whole;
  }
}
