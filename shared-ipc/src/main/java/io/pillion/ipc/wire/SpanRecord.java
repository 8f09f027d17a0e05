package io.pillion.ipc.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished span, with the meaning of the OpenTelemetry trace data model.
 *
 * @param traceIdHigh first eight bytes of the trace id, big-endian
 * @param traceIdLow last eight bytes of the trace id, big-endian
 * @param spanId eight bytes, big-endian, not 0
 * @param parentSpanId 0 for a root
 * @param flags W3C trace flags in bits 0 to 7 (bit 0: sampled); bit 9: the parent is remote
 * @param startEpochNanos since the Unix epoch
 * @param endEpochNanos since the Unix epoch, not before the start
 * @param traceState the W3C header value; null if empty
 * @param scopeVersion version of the instrumentation scope; null if it has none
 */
public record SpanRecord(
    long sequence,
    long traceIdHigh,
    long traceIdLow,
    long spanId,
    long parentSpanId,
    int flags,
    Kind kind,
    Status status,
    @Nullable String statusMessage,
    long startEpochNanos,
    long endEpochNanos,
    String name,
    String scopeName,
    @Nullable String traceState,
    List<Attribute> attributes,
    List<Event> events,
    @Nullable String scopeVersion,
    List<Link> links,
    Dropped dropped)
    implements TelemetryEvent {

  /** A span without what only applications' own spans have. */
  public SpanRecord(
      long sequence,
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      long parentSpanId,
      int flags,
      Kind kind,
      Status status,
      @Nullable String statusMessage,
      long startEpochNanos,
      long endEpochNanos,
      String name,
      String scopeName,
      @Nullable String traceState,
      List<Attribute> attributes,
      List<Event> events) {
    this(
        sequence,
        traceIdHigh,
        traceIdLow,
        spanId,
        parentSpanId,
        flags,
        kind,
        status,
        statusMessage,
        startEpochNanos,
        endEpochNanos,
        name,
        scopeName,
        traceState,
        attributes,
        events,
        null,
        List.of(),
        Dropped.NOTHING);
  }

  /** Flag bit: sampled, to be exported. */
  public static final int SAMPLED = 0x01;

  /** Flag bit: the parent came from another process. */
  public static final int PARENT_IS_REMOTE = 0x200;

  /** Span kind; the code is OTLP's number. */
  public enum Kind {
    INTERNAL(1),
    SERVER(2),
    CLIENT(3),
    PRODUCER(4),
    CONSUMER(5);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** The number on the wire and in OTLP. */
    public int code() {
      return code;
    }

    /** The kind with that number; null if there is none. */
    public static @Nullable Kind ofCode(int code) {
      return code >= 1 && code <= values().length ? values()[code - 1] : null;
    }
  }

  /** Span status; the code is OTLP's number. */
  public enum Status {
    UNSET(0),
    OK(1),
    ERROR(2);

    private final int code;

    Status(int code) {
      this.code = code;
    }

    /** The number on the wire and in OTLP. */
    public int code() {
      return code;
    }

    /** The status with that number; null if there is none. */
    public static @Nullable Status ofCode(int code) {
      return code >= 0 && code < values().length ? values()[code] : null;
    }
  }

  /**
   * A key and its value.
   *
   * @param value a {@link String}, {@link Long}, {@link Double}, {@link Boolean}, or a {@link List}
   *     of one of these
   */
  public record Attribute(String key, Object value) {}

  /** A named moment within the span, for example an exception. */
  public record Event(long epochNanos, String name, List<Attribute> attributes) {}

  /**
   * Another span that this one has to do with.
   *
   * @param flags W3C trace flags in bits 0 to 7; bit 9: the other span is remote
   * @param traceState the W3C header value; null if empty
   */
  public record Link(
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      int flags,
      @Nullable String traceState,
      List<Attribute> attributes) {}

  /** How many of each were beyond the limits of a span and are missing in it. */
  public record Dropped(int attributes, int events, int links) {
    /** All is there. */
    public static final Dropped NOTHING = new Dropped(0, 0, 0);
  }

  /** Whether the span is to be exported. */
  public boolean sampled() {
    return (flags & SAMPLED) != 0;
  }
}
