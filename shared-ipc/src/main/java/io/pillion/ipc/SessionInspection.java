package io.pillion.ipc;

import io.pillion.ipc.internal.SegmentFiles;
import io.pillion.ipc.status.DiscardReason;
import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.wire.DecisionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One session of a living or dead process as its files are at one moment. What cannot be read is
 * null and named in {@link #problems}.
 *
 * @param ready whether its agent is done building it
 * @param problems what is damaged or of another version; empty for a sound session
 * @param cursor null also if no sidecar has read the session yet
 */
public record SessionInspection(
    String id,
    Path path,
    Life life,
    boolean ready,
    List<String> problems,
    @Nullable Header header,
    @Nullable Counters counters,
    Queue telemetry,
    Queue requests,
    @Nullable Cursor cursor,
    @Nullable Replies replies,
    @Nullable SessionAccount account) {

  private static final int TRIES = 50;
  private static final long BETWEEN_TRIES_NS = 1_000_000;

  /** Whether the session's process holds its lock. */
  public enum Life {
    ALIVE,
    DEAD,
    UNKNOWN
  }

  /**
   * What does not change.
   *
   * @param features what the agent does beyond its version, by bits
   */
  public record Header(
      String layout,
      String oldestReader,
      long features,
      long startEpochNanos,
      Map<String, String> identity,
      int telemetrySegmentBytes,
      int requestSegmentBytes) {}

  /**
   * What the agent counts.
   *
   * @param beating whether the heartbeat moved while it was looked at
   * @param lastSequence of the newest record in the telemetry queue
   */
  public record Counters(
      long heartbeat,
      boolean beating,
      boolean closedCleanly,
      long offered,
      long offeredSpans,
      long written,
      long lastSequence,
      Map<String, Long> dropped,
      Map<String, Long> decisions,
      long adviceFailures) {}

  /**
   * The files of a queue.
   *
   * @param segments prepared ones included
   * @param oldest number of the oldest segment; -1 if there is none
   * @param newest number of the newest; -1 if there is none
   */
  public record Queue(int segments, int oldest, int newest, long bytes) {}

  /** How far the sidecar is. */
  public record Cursor(int segment, long sequence, long delivered, Map<String, Long> discarded) {}

  /**
   * The reply page.
   *
   * @param sidecarBeating whether the sidecar's heartbeat moved while it was looked at
   * @param sidecarLayout of the sidecar that came last; null if none has come
   * @param slots how many are free, waiting, being written, done, or senseless
   */
  public record Replies(
      boolean checksParked,
      boolean telemetryParked,
      long sidecarHeartbeat,
      boolean sidecarBeating,
      long policyRevision,
      @Nullable String sidecarLayout,
      Map<String, Integer> slots) {}

  /** Whether anything is wrong with it. */
  public boolean isSound() {
    return problems.isEmpty() && (account == null || !account.isBroken());
  }

  /** A session whose heartbeats were noted before, so that progress can be told. */
  static final class Look {
    private final Path path;
    private final List<String> problems = new ArrayList<>();
    private final long heartbeatBefore;
    private final long sidecarBeatBefore;
    private boolean agentMoved;
    private boolean sidecarMoved;

    Look(Path path, boolean sidecarAlive) {
      this.path = path;
      boolean dead = life() == Life.DEAD;
      agentMoved = dead;
      sidecarMoved = dead || !sidecarAlive;
      heartbeatBefore = heartbeat();
      sidecarBeatBefore = sidecarBeat();
    }

    /** Whether all has moved that will; a sidecar answers the living only. */
    boolean hasMoved() {
      agentMoved = agentMoved || heartbeat() != heartbeatBefore;
      sidecarMoved = sidecarMoved || sidecarBeat() != sidecarBeatBefore;
      return agentMoved && sidecarMoved;
    }

    private long heartbeat() {
      try {
        return SessionHeader.copy(path.resolve(AgentSession.HEADER)).heartbeat();
      } catch (IOException e) {
        return -1;
      }
    }

    private long sidecarBeat() {
      try {
        return ReplyPage.copy(path.resolve(AgentSession.REPLIES)).sidecarHeartbeat();
      } catch (IOException e) {
        return -1;
      }
    }

    /** Null if the session has been removed meanwhile. */
    @Nullable SessionInspection finish() {
      Life life = life();
      // In this order the header is never older than the cursor.
      CursorFile.State cursor = cursor();
      SessionHeader header = header();
      Replies replies = replies();
      Map<String, Long> dropped = new LinkedHashMap<>();
      SessionAccount account = null;
      for (int i = 0; header != null && i < TRIES; i++) {
        dropped = dropped(header);
        long sum = dropped.values().stream().mapToLong(Long::longValue).sum();
        boolean moving = life == Life.ALIVE && header.heartbeat() != heartbeatBefore;
        account = SessionAccount.of(header, sum, cursor, moving);
        if (account.holds() || life != Life.ALIVE) {
          break;
        }
        // Caught between two stores, perhaps.
        LockSupport.parkNanos(BETWEEN_TRIES_NS);
        cursor = cursor();
        header = header();
      }
      Header fixed = header == null ? null : fixed(header);
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        return null;
      }
      return new SessionInspection(
          SessionFolder.id(path),
          path,
          life,
          header != null,
          problems.stream().distinct().toList(),
          fixed,
          header == null ? null : counters(header, dropped),
          queue(AgentSession.TELEMETRY),
          queue(AgentSession.REQUESTS),
          cursor == null
              ? null
              : new Cursor(
                  cursor.segment(), cursor.sequence(), cursor.delivered(), discarded(cursor)),
          replies,
          account);
    }

    private Life life() {
      try {
        return SessionFolder.isAlive(path) ? Life.ALIVE : Life.DEAD;
      } catch (IOException e) {
        problems.add("life is unknown: " + describe(e));
        return Life.UNKNOWN;
      }
    }

    private @Nullable SessionHeader header() {
      try {
        SessionHeader header = SessionHeader.copy(path.resolve(AgentSession.HEADER));
        if (!header.ready()) {
          return null;
        }
        header.requireReadable();
        return header;
      } catch (IOException e) {
        problems.add(describe(e));
        return null;
      }
    }

    private @Nullable Header fixed(SessionHeader header) {
      try {
        return new Header(
            LayoutVersion.describe(header.version()),
            LayoutVersion.describe(header.oldestReader()),
            header.features(),
            header.startEpochNanos(),
            header.identity(),
            header.telemetrySegmentBytes(),
            header.requestSegmentBytes());
      } catch (IOException e) {
        problems.add(describe(e));
        return null;
      }
    }

    private Counters counters(SessionHeader header, Map<String, Long> dropped) {
      return new Counters(
          header.heartbeat(),
          header.heartbeat() != heartbeatBefore,
          header.isClosedCleanly(),
          header.offered(),
          header.offeredSpans(),
          header.written(),
          header.lastSequence(),
          dropped,
          decisions(header),
          header.adviceFailures());
    }

    private static Map<String, Long> dropped(SessionHeader header) {
      Map<String, Long> dropped = new LinkedHashMap<>();
      for (DropReason reason : DropReason.values()) {
        dropped.put(reason.label(), header.dropped(reason));
      }
      dropped.put("other", header.droppedOtherwise());
      return dropped;
    }

    private static Map<String, Long> decisions(SessionHeader header) {
      Map<String, Long> decisions = new LinkedHashMap<>();
      for (DecisionRecord.Source source : DecisionRecord.Source.values()) {
        decisions.put(source.label() + "/allow", header.decisions(source, true));
        decisions.put(source.label() + "/deny", header.decisions(source, false));
      }
      return decisions;
    }

    private static Map<String, Long> discarded(CursorFile.State cursor) {
      Map<String, Long> discarded = new LinkedHashMap<>();
      for (DiscardReason reason : DiscardReason.values()) {
        discarded.put(reason.label(), cursor.discarded()[reason.code()]);
      }
      discarded.put("other", cursor.discardedOtherwise());
      return discarded;
    }

    private Queue queue(String name) {
      SegmentFiles files = new SegmentFiles(path.resolve(name));
      return new Queue(files.count(), files.oldestFrom(0), files.newest(), files.bytes());
    }

    private CursorFile.@Nullable State cursor() {
      try {
        return CursorFile.look(path.resolve(CursorFile.NAME));
      } catch (IOException e) {
        problems.add(describe(e));
        return null;
      }
    }

    private @Nullable Replies replies() {
      try {
        ReplyPage page = ReplyPage.copy(path.resolve(AgentSession.REPLIES));
        int[] states = page.slotsByState();
        Map<String, Integer> slots = new LinkedHashMap<>();
        slots.put("free", states[ReplyPage.FREE]);
        slots.put("waiting", states[ReplyPage.WAITING]);
        slots.put("writing", states[ReplyPage.WRITING]);
        slots.put("done", states[ReplyPage.DONE]);
        slots.put("senseless", states[ReplyPage.DONE + 1]);
        return new Replies(
            page.isChecksParked(),
            page.isTelemetryParked(),
            page.sidecarHeartbeat(),
            page.sidecarHeartbeat() != sidecarBeatBefore,
            page.policyRevision(),
            page.sidecarVersion() == 0 ? null : LayoutVersion.describe(page.sidecarVersion()),
            slots);
      } catch (IOException e) {
        problems.add(describe(e));
        return null;
      }
    }
  }

  /** The message of a NoSuchFileException, for one, is a path and nothing else. */
  static String describe(IOException e) {
    return e instanceof java.nio.file.FileSystemException
        ? e.toString()
        : String.valueOf(e.getMessage());
  }
}
