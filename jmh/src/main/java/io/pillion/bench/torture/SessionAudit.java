package io.pillion.bench.torture;

import io.pillion.ipc.status.DiscardReason;
import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.wire.DecisionRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the counters of one session: the agent's from its header, the sidecar's from the cursor. It
 * keeps both files open, so that their last word can be read after the session's directory is gone,
 * and after both processes were killed. It reads by plain reads, for a mapping of a file that
 * somebody cuts is deadly, and never touches the session's lock.
 *
 * <p>The places of the words are written down here a second time, on purpose: this is a witness,
 * not a part of the product.
 *
 * <p><b>Threading.</b> Guarded by its own lock.
 */
final class SessionAudit implements AutoCloseable {
  private static final int HEADER_BYTES = 8192;
  private static final int VERSION = 8;
  private static final int IDENTITY_CHECK = 40;
  private static final int OFFERED = 80;
  private static final int SPANS = 88;
  private static final int WRITTEN = 96;
  private static final int DROPPED = 128;
  private static final int DECISIONS = 256;
  private static final int IDENTITY = 1024;

  private static final long CURSOR_MAGIC = 0x3152535255434C50L;
  private static final int CURSOR_COPY_BYTES = 512;
  private static final int CURSOR_GENERATION = 24;
  private static final int CURSOR_DELIVERED = 48;
  private static final int CURSOR_DISCARDED = 56;
  private static final int CURSOR_CHECKED_BYTES = CURSOR_COPY_BYTES - Long.BYTES;

  private final Path directory;
  private final String id;
  private final FileChannel header;
  private final ByteBuffer headerBytes =
      ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuffer cursorBytes =
      ByteBuffer.allocate(2 * CURSOR_COPY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private @Nullable FileChannel cursor;
  private boolean damaged;
  private boolean headerCut;
  private SessionCount last;

  private SessionAudit(Path directory, FileChannel header, long pid) {
    this.directory = directory;
    this.header = header;
    this.id = directory.getFileName().toString().substring("s-".length());
    this.last = new SessionCount(id, pid, 0, 0, 0, Map.of(), 0, Map.of(), Map.of());
  }

  /** Begins to follow a session; null while its agent is still building it. */
  static @Nullable SessionAudit open(Path directory) throws IOException {
    FileChannel header =
        FileChannel.open(directory.resolve("session.hdr"), StandardOpenOption.READ);
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    if (header.read(bytes, 0) < HEADER_BYTES || bytes.getLong(VERSION) == 0) {
      header.close();
      return null;
    }
    return new SessionAudit(directory, header, pid(bytes));
  }

  private static long pid(ByteBuffer header) {
    int length = (int) (header.getLong(IDENTITY_CHECK) >>> 32);
    ByteBuffer in = header.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    in.position(IDENTITY).limit(IDENTITY + length);
    Map<String, String> identity = new HashMap<>();
    for (int count = in.getShort() & 0xffff; count > 0; count--) {
      identity.put(text(in), text(in));
    }
    return Long.parseLong(identity.getOrDefault("process.pid", "0"));
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.getShort() & 0xffff];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  String id() {
    return id;
  }

  Path directory() {
    return directory;
  }

  /** Whether the directory is still there: the sidecar is not done with it. */
  boolean present() {
    return Files.exists(directory);
  }

  /** Somebody is about to damage this session: what is known now is kept. */
  synchronized void damaged(boolean cutsHeader) {
    read();
    damaged = true;
    headerCut |= cutsHeader;
  }

  synchronized boolean isDamaged() {
    return damaged;
  }

  /** The counters now, or as they were last, where a file was cut. */
  synchronized SessionCount read() {
    try {
      readHeader();
      readCursor();
    } catch (ClosedChannelException e) {
      // The campaign was ended from outside: this is its last word.
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot audit session " + id, e);
    }
    return last;
  }

  private void readHeader() throws IOException {
    headerBytes.clear();
    if (headerCut || header.read(headerBytes, 0) < HEADER_BYTES) {
      return;
    }
    Map<String, Long> dropped = new LinkedHashMap<>();
    for (DropReason reason : DropReason.values()) {
      dropped.put(reason.label(), headerBytes.getLong(DROPPED + reason.code() * Long.BYTES));
    }
    Map<String, Long> decisions = new LinkedHashMap<>();
    for (DecisionRecord.Source source : DecisionRecord.Source.values()) {
      int at = DECISIONS + source.code() * 2 * Long.BYTES;
      decisions.put(source.label() + "/allow", headerBytes.getLong(at));
      decisions.put(source.label() + "/deny", headerBytes.getLong(at + Long.BYTES));
    }
    last =
        new SessionCount(
            id,
            last.pid(),
            headerBytes.getLong(OFFERED),
            headerBytes.getLong(SPANS),
            headerBytes.getLong(WRITTEN),
            dropped,
            last.delivered(),
            last.discarded(),
            decisions);
  }

  private void readCursor() throws IOException {
    FileChannel file = openCursor();
    if (file == null) {
      return;
    }
    cursorBytes.clear();
    int read = file.read(cursorBytes, 0);
    int newest = -1;
    long generation = 0;
    for (int at = 0; at + CURSOR_COPY_BYTES <= read; at += CURSOR_COPY_BYTES) {
      if (isWhole(at) && cursorBytes.getLong(at + CURSOR_GENERATION) > generation) {
        generation = cursorBytes.getLong(at + CURSOR_GENERATION);
        newest = at;
      }
    }
    if (newest >= 0) {
      Map<String, Long> discarded = new LinkedHashMap<>();
      for (DiscardReason reason : DiscardReason.values()) {
        int at = newest + CURSOR_DISCARDED + reason.code() * Long.BYTES;
        discarded.put(reason.label(), cursorBytes.getLong(at));
      }
      last =
          new SessionCount(
              id,
              last.pid(),
              last.offered(),
              last.spans(),
              last.written(),
              last.dropped(),
              cursorBytes.getLong(newest + CURSOR_DELIVERED),
              discarded,
              last.decisions());
    }
  }

  private boolean isWhole(int at) {
    CRC32C crc = new CRC32C();
    crc.update(cursorBytes.array(), at, CURSOR_CHECKED_BYTES);
    return cursorBytes.getLong(at) == CURSOR_MAGIC
        && cursorBytes.getLong(at + CURSOR_CHECKED_BYTES) == crc.getValue();
  }

  /** The sidecar makes it when it opens the session. */
  synchronized @Nullable FileChannel openCursor() throws IOException {
    if (cursor == null) {
      try {
        cursor = FileChannel.open(directory.resolve("cursor"), StandardOpenOption.READ);
      } catch (NoSuchFileException e) {
        return null;
      }
    }
    return cursor;
  }

  @Override
  public synchronized void close() throws IOException {
    header.close();
    if (cursor != null) {
      cursor.close();
    }
  }
}
