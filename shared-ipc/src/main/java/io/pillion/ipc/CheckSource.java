package io.pillion.ipc;

import io.pillion.ipc.internal.ChronicleQueues;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.wire.CheckMessage;
import io.pillion.ipc.wire.RecordDecoder;
import io.pillion.ipc.wire.RecordFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One session's policy questions as the sidecar reads and answers them. Questions from before it
 * was opened are not seen: those who asked have long decided by themselves.
 *
 * <p><b>Threading.</b> One thread.
 */
public final class CheckSource implements Closeable {
  /** So many records that are no question end a turn: the other sessions wait. */
  private static final int MOST_PASSED = 64;

  private final SessionFolder session;
  private final SegmentReader reader;
  private final ReplyPage replies;
  private final RecordDecoder decoder = new RecordDecoder();
  private int segment = -1;
  private long malformed;
  private boolean paused;

  private CheckSource(SessionFolder session, SegmentReader reader, ReplyPage replies) {
    this.session = session;
    this.reader = reader;
    this.replies = replies;
    int newest = reader.newest();
    reader.moveToEnd();
    // What a predecessor left unread would else fill the queue for good.
    reader.deleteBefore(newest);
  }

  static CheckSource open(SessionFolder session) throws IOException {
    Path directory = session.directory();
    ReplyPage replies = ReplyPage.open(directory.resolve(AgentSession.REPLIES));
    replies.introduceSidecar();
    return new CheckSource(
        session,
        ChronicleQueues.open(
            directory.resolve(AgentSession.REQUESTS), session.header().requestSegmentBytes()),
        replies);
  }

  /**
   * The next question; null if there is none now, or none among the next {@value #MOST_PASSED}
   * records: {@link #paused} tells which.
   */
  public @Nullable CheckMessage next() {
    paused = false;
    for (int passed = 0; passed < MOST_PASSED; passed++) {
      ByteBuffer record = reader.next();
      if (record == null) {
        return null;
      }
      freeConsumedSegments();
      try {
        CheckMessage message = decoder.decodeCheck(record);
        if (message != null) {
          return message;
        }
      } catch (RecordFormatException e) {
        malformed++;
      }
    }
    paused = true;
    return null;
  }

  /** Whether {@link #next} gave up on records of no use, and is to be called again. */
  public boolean paused() {
    return paused;
  }

  private void freeConsumedSegments() {
    if (reader.segment() != segment) {
      segment = reader.segment();
      reader.deleteBefore(segment);
    }
  }

  /** Answers; false if nobody waits any more. */
  public boolean answer(CheckMessage question, Decision decision) {
    return replies.answer(question.slot(), question.generation(), decision);
  }

  /** Questions that could not be decoded. */
  public long malformed() {
    return malformed;
  }

  /** Shows the agent that its questions are being answered. To be called once a second at least. */
  public void beat() {
    replies.sidecarBeat();
  }

  /** Tells the agent which policy is in force; its cached decisions of another are void. */
  public void policyRevision(long revision) {
    replies.policyRevision(revision);
  }

  /** Tells the agent whether this reader sleeps and wants a ring. */
  public void parked(boolean parked) {
    replies.checksParked(parked);
  }

  /**
   * Whether a file of it is shorter than it was made. Only then can touching it fail with an {@link
   * InternalError}; and that comes late, perhaps while another session is answered.
   */
  public boolean isCut() {
    try {
      return session.hasCutPage()
          || SessionFolder.hasCutSegment(
              session.directory().resolve(AgentSession.REQUESTS),
              session.header().requestSegmentBytes());
    } catch (IOException | InternalError e) {
      return true;
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
