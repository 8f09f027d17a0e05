package io.pillion.sidecar.ingest;

import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.LifeLock;
import io.pillion.ipc.SegmentWriter;
import io.pillion.ipc.internal.ChronicleQueues;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.SpanRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** A session that is made by hand, byte by byte, and lives until it is closed. */
final class HostileSession implements AutoCloseable {
  static final int LAST_SEQUENCE = 72;
  static final int SEGMENT = 256 * 1024;

  private static final int HEADER_BYTES = 8192;
  private static final int IDENTITY = 1024;
  private static final int REPLIES_BYTES = 4096 + 256 * 256;

  final Path directory;
  final RecordEncoder encoder = new RecordEncoder();
  private final SegmentWriter queue;
  private final LifeLock lock;

  HostileSession(IpcRoot root, char digit, String service) throws IOException {
    Path building = Files.createDirectory(root.folder().resolve(".tmp-" + digit));
    directory = root.folder().resolve("s-" + String.valueOf(digit).repeat(32));
    Files.write(building.resolve("session.hdr"), header(service));
    Files.write(building.resolve("replies"), replies());
    Files.createDirectory(building.resolve("telemetry"));
    Files.createDirectory(building.resolve("requests"));
    Files.createFile(building.resolve("session.lock"));
    Files.move(building, directory);
    lock = LifeLock.tryAcquire(directory.resolve("session.lock"));
    queue = ChronicleQueues.create(directory.resolve("telemetry"), SEGMENT, 1000);
  }

  private static byte[] header(String service) {
    byte[] value = service.getBytes(StandardCharsets.UTF_8);
    byte[] key = "service.name".getBytes(StandardCharsets.UTF_8);
    int length = 6 + key.length + value.length;
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put("PLSESSN1".getBytes(StandardCharsets.US_ASCII)).putLong(1L << 32).putLong(1L << 32);
    header.putLong(48, (long) SEGMENT << 32 | SEGMENT);
    header.position(IDENTITY);
    header.putShort((short) 1).putShort((short) key.length).put(key);
    header.putShort((short) value.length).put(value);
    CRC32C crc = new CRC32C();
    crc.update(header.array(), IDENTITY, length);
    return header.putLong(40, (long) length << 32 | crc.getValue()).array();
  }

  private static byte[] replies() {
    return ByteBuffer.allocate(REPLIES_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("PLREPLY1".getBytes(StandardCharsets.US_ASCII))
        .putLong(1L << 32)
        .array();
  }

  /** Writes a word into the header. */
  void claim(int offset, long value) throws IOException {
    overwrite(
        "session.hdr",
        offset,
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  void overwrite(String file, int offset, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(directory.resolve(file), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), offset);
    }
  }

  /** Takes a file all it holds, under whoever has it mapped. */
  void cut(String file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(directory.resolve(file), StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }

  void span(long sequence) throws IOException {
    encoder.beginSpan(
        1,
        2,
        1_000_000 + sequence,
        0,
        SpanRecord.SAMPLED,
        SpanRecord.Kind.SERVER,
        SpanRecord.Status.UNSET,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        "GET /",
        "test");
    append(encoder.finish(sequence));
  }

  void append(ByteBuffer record) throws IOException {
    if (queue.remaining() >= record.remaining()) {
      queue.append(record);
    } else {
      queue.prepareNext();
      queue.roll(record);
      encoder.segmentStarted();
    }
  }

  /** Dies. */
  @Override
  public void close() throws IOException {
    queue.close();
    lock.close();
  }
}
