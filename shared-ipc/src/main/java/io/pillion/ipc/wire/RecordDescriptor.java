package io.pillion.ipc.wire;

/**
 * Layout of a record, in the telemetry queue and in the request queue. Little-endian.
 *
 * <pre>
 *   0        4      5       6              8              12         16
 *  +--------+------+-------+--------------+--------------+----------+------------+
 *  | magic  | type | flags | fixed length | total length | reserved | sequence   |
 *  +--------+------+-------+--------------+--------------+----------+------------+
 *  24                                24 + fixed length
 *  +--------------------------------+------------------------------ ~ ---+
 *  | fixed block, by type           | entries: tag u8, length u32, value |
 *  +--------------------------------+------------------------------ ~ ---+
 * </pre>
 *
 * <p>Readers skip unknown types, unknown tags, and what a longer fixed block has after the part
 * they know. A string is one form byte and then: {@link #STRING_INLINE} length u16, UTF-8 bytes;
 * {@link #STRING_DEFINE} id u16, length u16, bytes, and from then on the id stands for them in this
 * segment; {@link #STRING_REFERENCE} id u16.
 */
public final class RecordDescriptor {
  /** "PLR1" in ASCII, read little-endian. */
  public static final int MAGIC = 0x31524C50;

  /** Longest record, header included. */
  public static final int MAX_RECORD_BYTES = 64 * 1024;

  /** Longest encoded string; longer ones are cut at a character's border. */
  public static final int MAX_STRING_BYTES = 16 * 1024;

  /** Most ids that one segment's dictionary holds. */
  public static final int MAX_DICTIONARY_IDS = 2048;

  /** Longest string that may be given an id: the dictionary's memory has a bound on both sides. */
  static final int MAX_DICTIONARY_CHARS = 256;

  /** Most bytes of text that a reader remembers for one segment. */
  static final int MAX_DICTIONARY_BYTES = 2 * 1024 * 1024;

  static final int MAGIC_OFFSET = 0;
  static final int TYPE_OFFSET = MAGIC_OFFSET + Integer.BYTES;
  static final int FLAGS_OFFSET = TYPE_OFFSET + Byte.BYTES;
  static final int FIXED_LENGTH_OFFSET = FLAGS_OFFSET + Byte.BYTES;
  static final int TOTAL_LENGTH_OFFSET = FIXED_LENGTH_OFFSET + Short.BYTES;
  static final int RESERVED_OFFSET = TOTAL_LENGTH_OFFSET + Integer.BYTES;
  static final int SEQUENCE_OFFSET = RESERVED_OFFSET + Integer.BYTES;
  static final int HEADER_BYTES = SEQUENCE_OFFSET + Long.BYTES;

  static final byte TYPE_SPAN = 1;
  static final byte TYPE_DECISION = 2;
  static final byte TYPE_GAP = 3;
  static final byte TYPE_PADDING = 4;
  static final byte TYPE_CHECK = 5;
  static final byte TYPE_METRIC = 6;
  static final byte TYPE_LOG = 7;

  static final int SPAN_FIXED_BYTES = 56;
  static final int DECISION_FIXED_BYTES = 48;
  static final int GAP_FIXED_BYTES = 8;
  static final int CHECK_FIXED_BYTES = 16;
  static final int LINK_FIXED_BYTES = 3 * Long.BYTES + Integer.BYTES;
  static final int METRIC_FIXED_BYTES = 24;
  static final int LOG_FIXED_BYTES = 40;

  static final int ENTRY_HEADER_BYTES = Byte.BYTES + Integer.BYTES;
  static final byte TAG_NAME = 1;
  static final byte TAG_SCOPE = 2;
  static final byte TAG_TRACE_STATE = 3;
  static final byte TAG_STATUS_MESSAGE = 4;
  static final byte TAG_ATTRIBUTE = 5;
  static final byte TAG_EVENT = 6;
  static final byte TAG_EVENT_ATTRIBUTE = 7;
  static final byte TAG_LINK = 8;
  static final byte TAG_LINK_ATTRIBUTE = 9;
  static final byte TAG_DROPPED = 10;
  static final byte TAG_SCOPE_VERSION = 11;
  static final byte TAG_ATTRIBUTE_LIST = 12;
  static final byte TAG_EVENT_ATTRIBUTE_LIST = 13;
  static final byte TAG_POLICY = 16;
  static final byte TAG_METHOD = 17;
  static final byte TAG_HOST = 18;
  static final byte TAG_RAW_PATH = 19;
  static final byte TAG_RESOLVED_PATH = 20;
  static final byte TAG_SOURCE_ADDRESS = 21;
  static final byte TAG_UNIT = 32;
  static final byte TAG_DESCRIPTION = 33;
  static final byte TAG_BOUNDS = 34;
  static final byte TAG_POINT = 35;
  static final byte TAG_POINT_ATTRIBUTE = 36;
  static final byte TAG_SEVERITY_TEXT = 40;
  static final byte TAG_BODY = 41;

  static final byte STRING_INLINE = 0;
  static final byte STRING_DEFINE = 1;
  static final byte STRING_REFERENCE = 2;

  static final byte VALUE_STRING = 1;
  static final byte VALUE_LONG = 2;
  static final byte VALUE_DOUBLE = 3;
  static final byte VALUE_BOOLEAN = 4;
  static final byte VALUE_STRING_LIST = 5;
  // These stand only in tags that the first version does not know: it refuses unknown values.
  static final byte VALUE_LONG_LIST = 6;
  static final byte VALUE_DOUBLE_LIST = 7;
  static final byte VALUE_BOOLEAN_LIST = 8;

  /** A point's value, beside {@link #VALUE_LONG} and {@link #VALUE_DOUBLE}. */
  static final byte VALUE_DISTRIBUTION = 16;

  private RecordDescriptor() {}
}
