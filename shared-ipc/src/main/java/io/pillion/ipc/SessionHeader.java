package io.pillion.ipc;

import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.wire.DecisionRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * What a session tells about itself: versions, who it is, its heartbeat and its counters. Written
 * by the agent's writer thread, read by the sidecar. Little-endian, {@value #BYTES} bytes:
 *
 * <pre>
 *     0  magic "PLSESSN1"            8  version: major u32 high, minor u32 low; stored LAST
 *    16  oldest reader, as version  24  feature bits; readers ignore those they
 *                                       do not know
 *    32  start, epoch nanoseconds   40  identity: length u32 high, CRC32C u32 low
 *    48  bytes in a segment: telemetry queue u32 high, request queue u32 low
 *    64  heartbeat                  72  last sequence        80  records offered
 *    88  spans offered              96  records written     104  clean close (1) or not (0)
 *   112  advice failures
 *   128  dropped by reason, 16 words
 *   256  decisions, word = source * 2 + (allowed ? 0 : 1), 8 words
 *  1024  identity: count u16, then count * (key, value), each length u16 and UTF-8 bytes
 * </pre>
 */
public final class SessionHeader {
  static final int BYTES = 8192;
  static final long MAGIC = 0x314E535345534C50L;

  /** No process gets to count further; whatever claims to have is damaged. */
  static final long MOST_COUNT = 1L << 48;

  private static final int MAGIC_OFFSET = 0;
  private static final int VERSION_OFFSET = 8;
  private static final int OLDEST_READER_OFFSET = 16;
  private static final int FEATURES_OFFSET = 24;
  private static final int START_OFFSET = 32;
  private static final int IDENTITY_CHECK_OFFSET = 40;
  private static final int SEGMENT_BYTES_OFFSET = 48;
  private static final int HEARTBEAT_OFFSET = 64;
  private static final int LAST_SEQUENCE_OFFSET = 72;
  private static final int OFFERED_OFFSET = 80;
  private static final int OFFERED_SPANS_OFFSET = 88;
  private static final int WRITTEN_OFFSET = 96;
  private static final int CLEAN_CLOSE_OFFSET = 104;
  private static final int ADVICE_FAILURES_OFFSET = 112;
  private static final int DROPPED_OFFSET = 128;
  private static final int DROP_REASONS = 16;
  private static final int DECISIONS_OFFSET = 256;
  private static final int IDENTITY_OFFSET = 1024;
  private static final int IDENTITY_MAX_BYTES = BYTES - IDENTITY_OFFSET;
  private static final int LEAST_SEGMENT_BYTES = 256 * 1024;
  private static final int MOST_SEGMENT_BYTES = 64 * 1024 * 1024;

  /** The agent rings when it needs another segment, whether the reader is parked or not. */
  static final long RINGS_FOR_SEGMENTS = 1;

  private static final long FEATURES = RINGS_FOR_SEGMENTS;

  private final MappedPage page;

  /** What the agent wrote once and for all, to write it again; empty at the sidecar's end. */
  private final Fixed fixed;

  private SessionHeader(MappedPage page, Fixed fixed) {
    this.page = page;
    this.fixed = fixed;
  }

  @SuppressWarnings("ArrayRecordComponent") // Kept, never compared as a record.
  private record Fixed(byte[] identity, long startEpochNanos, long segmentBytes) {
    /** Of a header that is another process's. */
    static final Fixed UNKNOWN = new Fixed(new byte[0], 0, 0);
  }

  /** Makes a header that no reader takes for ready until {@link #publish}. */
  static SessionHeader create(
      Path file,
      Map<String, String> identity,
      long startEpochNanos,
      int telemetrySegmentBytes,
      int requestSegmentBytes)
      throws IOException {
    long segmentBytes = (long) telemetrySegmentBytes << 32 | requestSegmentBytes;
    SessionHeader header =
        new SessionHeader(
            MappedPage.create(file, BYTES),
            new Fixed(encode(identity), startEpochNanos, segmentBytes));
    header.putFixed();
    return header;
  }

  private void putFixed() {
    page.put(IDENTITY_OFFSET, fixed.identity(), fixed.identity().length);
    page.put(IDENTITY_CHECK_OFFSET, identityCheck());
    page.put(START_OFFSET, fixed.startEpochNanos());
    page.put(SEGMENT_BYTES_OFFSET, fixed.segmentBytes());
    page.put(OLDEST_READER_OFFSET, LayoutVersion.OLDEST_READER);
    page.put(FEATURES_OFFSET, FEATURES);
    page.put(MAGIC_OFFSET, MAGIC);
  }

  private long identityCheck() {
    return (long) fixed.identity().length << 32 | crc(fixed.identity());
  }

  /**
   * Writes again what somebody has cut off or overwritten, so that the session can be read and its
   * account is not lost; the counters are the caller's to publish again. For the agent.
   *
   * @param file where the header is by now
   * @return whether anything was wrong
   */
  boolean restore(Path file) throws IOException {
    boolean cut = MappedPage.refill(file, BYTES);
    if (!cut && isAsMade()) {
      return false;
    }
    putFixed();
    publish();
    return true;
  }

  private boolean isAsMade() {
    byte[] identity = new byte[fixed.identity().length];
    page.get(IDENTITY_OFFSET, identity);
    return page.get(MAGIC_OFFSET) == MAGIC
        && page.get(VERSION_OFFSET) == LayoutVersion.CURRENT
        && page.get(OLDEST_READER_OFFSET) == LayoutVersion.OLDEST_READER
        && page.get(FEATURES_OFFSET) == FEATURES
        && page.get(IDENTITY_CHECK_OFFSET) == identityCheck()
        && page.get(SEGMENT_BYTES_OFFSET) == fixed.segmentBytes()
        && Arrays.equals(identity, fixed.identity());
  }

  /** Maps a header for reading; {@link #ready} tells whether it may be used. */
  static SessionHeader open(Path file) throws IOException {
    return new SessionHeader(
        MappedPage.open(file, BYTES, FileChannel.MapMode.READ_ONLY), Fixed.UNKNOWN);
  }

  /** Copies a header; {@link #ready} tells whether it may be used. */
  static SessionHeader copy(Path file) throws IOException {
    return new SessionHeader(MappedPage.copy(file, BYTES), Fixed.UNKNOWN);
  }

  void publish() {
    page.setVolatile(VERSION_OFFSET, LayoutVersion.CURRENT);
  }

  boolean ready() {
    return page.getVolatile(VERSION_OFFSET) != 0;
  }

  /**
   * Checks a ready header.
   *
   * @throws IOException if this version cannot read the session
   */
  void requireReadable() throws IOException {
    if (page.get(MAGIC_OFFSET) != MAGIC) {
      throw new IOException("session header has no magic");
    }
    LayoutVersion.requireReadable("session", page.get(VERSION_OFFSET), oldestReader());
  }

  /** Layout that the agent writes. */
  long version() {
    return page.get(VERSION_OFFSET);
  }

  /** Oldest layout version whose readers understand the session. */
  long oldestReader() {
    return page.get(OLDEST_READER_OFFSET);
  }

  /** What the session has beyond its version; a reader leaves bits alone that it does not know. */
  long features() {
    return page.get(FEATURES_OFFSET);
  }

  /** When the session began, since the Unix epoch. */
  long startEpochNanos() {
    return page.get(START_OFFSET);
  }

  /** Who the process is: OpenTelemetry resource attributes. */
  Map<String, String> identity() throws IOException {
    long check = page.get(IDENTITY_CHECK_OFFSET);
    int length = (int) (check >>> 32);
    if (length < 0 || length > IDENTITY_MAX_BYTES) {
      throw new IOException("session identity out of range: length=" + length);
    }
    byte[] encoded = new byte[length];
    page.get(IDENTITY_OFFSET, encoded);
    if (crc(encoded) != (check & 0xffffffffL)) {
      throw new IOException("session identity is damaged: checksum differs");
    }
    return decode(encoded);
  }

  int telemetrySegmentBytes() throws IOException {
    return segmentBytes((int) (page.get(SEGMENT_BYTES_OFFSET) >>> 32));
  }

  int requestSegmentBytes() throws IOException {
    return segmentBytes((int) page.get(SEGMENT_BYTES_OFFSET));
  }

  private static int segmentBytes(int claimed) throws IOException {
    if (claimed < LEAST_SEGMENT_BYTES
        || claimed > MOST_SEGMENT_BYTES
        || claimed % LEAST_SEGMENT_BYTES != 0) {
      throw new IOException("segment size out of range: bytes=" + claimed);
    }
    return claimed;
  }

  void beat() {
    page.setVolatile(HEARTBEAT_OFFSET, page.get(HEARTBEAT_OFFSET) + 1);
  }

  void written(long lastSequence, long written) {
    page.put(WRITTEN_OFFSET, written);
    page.setVolatile(LAST_SEQUENCE_OFFSET, lastSequence);
  }

  void offered(long records, long spans) {
    page.put(OFFERED_SPANS_OFFSET, spans);
    page.setVolatile(OFFERED_OFFSET, records);
  }

  void dropped(DropReason reason, long count) {
    page.put(DROPPED_OFFSET + reason.code() * Long.BYTES, count);
  }

  void decisions(DecisionRecord.Source source, boolean allowed, long count) {
    page.put(decisionsOffset(source, allowed), count);
  }

  void adviceFailures(long count) {
    page.put(ADVICE_FAILURES_OFFSET, count);
  }

  void closedCleanly() {
    page.setVolatile(CLEAN_CLOSE_OFFSET, 1);
  }

  /** Changes for as long as the agent makes progress. */
  public long heartbeat() {
    return page.getVolatile(HEARTBEAT_OFFSET);
  }

  /** Sequence of the newest record in the telemetry queue. */
  public long lastSequence() {
    return count(page.getVolatile(LAST_SEQUENCE_OFFSET));
  }

  /** Records that the application's threads handed over or tried to. */
  public long offered() {
    return count(page.getVolatile(OFFERED_OFFSET));
  }

  /** The spans among {@link #offered}. */
  public long offeredSpans() {
    return count(page.get(OFFERED_SPANS_OFFSET));
  }

  /** Records in the telemetry queue since the session began. */
  public long written() {
    return count(page.get(WRITTEN_OFFSET));
  }

  /** Whether the application ended in order, everything written. */
  public boolean isClosedCleanly() {
    return page.getVolatile(CLEAN_CLOSE_OFFSET) == 1;
  }

  /** How often advice caught something of ours. */
  public long adviceFailures() {
    return count(page.get(ADVICE_FAILURES_OFFSET));
  }

  /** Records not written, for that reason. */
  public long dropped(DropReason reason) {
    return count(page.get(DROPPED_OFFSET + reason.code() * Long.BYTES));
  }

  /** Records not written, for reasons that only a newer version has. */
  public long droppedOtherwise() {
    long count = 0;
    for (int code = DropReason.values().length; code < DROP_REASONS; code++) {
      count += page.get(DROPPED_OFFSET + code * Long.BYTES);
    }
    return count(count);
  }

  /** Policy decisions taken in the application. */
  public long decisions(DecisionRecord.Source source, boolean allowed) {
    return count(page.get(decisionsOffset(source, allowed)));
  }

  private static int decisionsOffset(DecisionRecord.Source source, boolean allowed) {
    return DECISIONS_OFFSET + (source.code() * 2 + (allowed ? 0 : 1)) * Long.BYTES;
  }

  /** What a process claims goes into sums with what others claim. */
  private static long count(long claimed) {
    return Math.max(0, Math.min(claimed, MOST_COUNT));
  }

  private static long crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }

  /** Entries that no longer fit are left out, the later ones first. */
  private static byte[] encode(Map<String, String> identity) {
    ByteBuffer out = ByteBuffer.allocate(IDENTITY_MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putShort((short) 0);
    short count = 0;
    for (Map.Entry<String, String> entry : identity.entrySet()) {
      byte[] key = entry.getKey().getBytes(StandardCharsets.UTF_8);
      byte[] value = entry.getValue().getBytes(StandardCharsets.UTF_8);
      if (key.length + value.length + 2 * Short.BYTES > out.remaining()) {
        break;
      }
      out.putShort((short) key.length).put(key).putShort((short) value.length).put(value);
      count++;
    }
    out.putShort(0, count);
    byte[] encoded = new byte[out.position()];
    out.flip().get(encoded);
    return encoded;
  }

  private static Map<String, String> decode(byte[] encoded) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    Map<String, String> identity = new LinkedHashMap<>();
    if (in.remaining() < Short.BYTES) {
      return identity;
    }
    for (int count = in.getShort() & 0xffff; count > 0; count--) {
      identity.put(text(in), text(in));
    }
    return identity;
  }

  private static String text(ByteBuffer in) throws IOException {
    int length = in.remaining() < Short.BYTES ? -1 : in.getShort() & 0xffff;
    if (length < 0 || length > in.remaining()) {
      throw new IOException("session identity is cut short");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
