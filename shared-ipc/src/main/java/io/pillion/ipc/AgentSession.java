package io.pillion.ipc;

import io.pillion.ipc.internal.ChronicleQueues;
import io.pillion.ipc.wire.RecordEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The agent's end of one session: a directory of its own, its lock, header, reply slots and two
 * queues. A session is never reopened; after any failure a new one begins.
 *
 * <p>The directory is built aside and appears by one rename; readers take it up when the header's
 * version is stored, which is last.
 */
final class AgentSession {
  static final String PREFIX = "s-";
  static final String BUILDING = ".tmp-";
  static final String LOCK = "session.lock";
  static final String HEADER = "session.hdr";
  static final String REPLIES = "replies";
  static final String TELEMETRY = "telemetry";
  static final String REQUESTS = "requests";

  static final int REQUEST_SEGMENT_BYTES = 1024 * 1024;
  private static final int REQUEST_SEGMENTS = 3;
  private static final int ID_BYTES = 16;

  private final Path directory;
  private final LifeLock lock;
  private final SessionHeader header;
  private final ReplyPage replies;
  private final SegmentWriter telemetry;
  private final SegmentWriter requests;

  private AgentSession(
      Path directory,
      LifeLock lock,
      SessionHeader header,
      ReplyPage replies,
      SegmentWriter telemetry,
      SegmentWriter requests) {
    this.directory = directory;
    this.lock = lock;
    this.header = header;
    this.replies = replies;
    this.telemetry = telemetry;
    this.requests = requests;
  }

  /** Begins a session; takes about a second the first time, while Chronicle's classes load. */
  static AgentSession begin(
      IpcRoot root, Map<String, String> identity, int segmentBytes, int telemetrySegments)
      throws IOException {
    String id = newId();
    Path aside = root.createFolder(BUILDING + id);
    Path directory = root.folder().resolve(PREFIX + id);
    try {
      return build(root, aside, directory, identity, segmentBytes, telemetrySegments);
    } catch (Throwable e) {
      // Each try would else leave its files, and where there is no room even less of it.
      deleteQuietly(aside);
      deleteQuietly(directory);
      throw e;
    }
  }

  private static AgentSession build(
      IpcRoot root,
      Path aside,
      Path directory,
      Map<String, String> identity,
      int segmentBytes,
      int telemetrySegments)
      throws IOException {
    LifeLock lock = LifeLock.tryAcquire(root.createFile(aside.resolve(LOCK)));
    if (lock == null) {
      throw new IOException("new session is locked by another process: path=" + aside);
    }
    try {
      SessionHeader header =
          SessionHeader.create(
              root.createFile(aside.resolve(HEADER)),
              identity,
              nowEpochNanos(),
              segmentBytes,
              REQUEST_SEGMENT_BYTES);
      ReplyPage replies = ReplyPage.create(root.createFile(aside.resolve(REPLIES)));
      root.createFolder(aside, TELEMETRY);
      root.createFolder(aside, REQUESTS);
      Files.move(aside, directory, StandardCopyOption.ATOMIC_MOVE);
      return openQueues(directory, lock, header, replies, segmentBytes, telemetrySegments);
    } catch (Throwable e) {
      lock.close();
      throw e;
    }
  }

  private static AgentSession openQueues(
      Path directory,
      LifeLock lock,
      SessionHeader header,
      ReplyPage replies,
      int segmentBytes,
      int telemetrySegments)
      throws IOException {
    SegmentWriter telemetry =
        ChronicleQueues.create(directory.resolve(TELEMETRY), segmentBytes, telemetrySegments);
    try {
      SegmentWriter requests =
          ChronicleQueues.create(
              directory.resolve(REQUESTS), REQUEST_SEGMENT_BYTES, REQUEST_SEGMENTS);
      // Gives each queue its first segment, and warms the path that application threads take.
      RecordEncoder encoder = new RecordEncoder();
      encoder.padding();
      telemetry.append(encoder.finish(0));
      encoder.padding();
      requests.append(encoder.finish(0));
      header.publish();
      return new AgentSession(directory, lock, header, replies, telemetry, requests);
    } catch (Throwable e) {
      telemetry.close();
      throw e;
    }
  }

  private static void deleteQuietly(Path directory) {
    try {
      SessionFolder.delete(directory);
    } catch (IOException | UncheckedIOException e) {
      // The sidecar removes it some day.
    }
  }

  private static String newId() {
    byte[] random = new byte[ID_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static long nowEpochNanos() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  SessionHeader header() {
    return header;
  }

  /** Mends the header if somebody has damaged it; true if so. */
  boolean restoreHeader() throws IOException {
    return header.restore(directory.resolve(HEADER));
  }

  ReplyPage replies() {
    return replies;
  }

  SegmentWriter telemetry() {
    return telemetry;
  }

  SegmentWriter requests() {
    return requests;
  }

  /** Whether somebody has removed the directory under us. */
  boolean isGone() {
    return !Files.exists(directory.resolve(HEADER));
  }

  /**
   * Frees files and the lock; the sidecar reads what was written and then deletes it.
   *
   * @param closeRequests false if a thread is stuck in the request queue, which then stays mapped
   */
  void close(boolean closeRequests) throws IOException {
    try (lock;
        telemetry) {
      if (closeRequests) {
        requests.close();
      }
    }
  }
}
