package io.pillion.ipc;

import io.pillion.ipc.policy.Decision;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The slots in which answers arrive, and the few words that the sidecar keeps current for an agent.
 * Made and filled by the agent, so that its application threads touch no file but their own.
 * Little-endian:
 *
 * <pre>
 *     0  magic "PLREPLY1"       8  version; stored LAST by the agent
 *    16  oldest sidecar that may answer, as version    24  feature bits, none defined
 *    64  check reader parked (1) or not (0)
 *   128  telemetry reader parked (1) or not (0)
 *   192  sidecar heartbeat    200  policy revision, 0 while unknown
 *   208  sidecar's version    216  sidecar's feature bits; 0 until one has come
 *   224  1 once the sidecar cannot read the session any more
 *  4096  slots of {@value #SLOT_BYTES} bytes:
 *          0  generation &lt;&lt; 8 | state    8  revision     16  depends-on u32 high, reason u32 low
 *         24  policy length   32  policy, UTF-8
 * </pre>
 *
 * <p>A slot goes FREE, WAITING (agent), WRITING (sidecar), DONE (sidecar), FREE (agent). The agent
 * gives up by WAITING to FREE; losing that race to WRITING it must leave the slot alone until DONE,
 * or until that sidecar is known to be gone. Every use has a generation of its own, so that a late
 * answer finds no taker.
 */
final class ReplyPage {
  static final int SLOTS = 256;
  static final int SLOT_BYTES = 256;
  static final int BYTES = 4096 + SLOTS * SLOT_BYTES;

  static final int FREE = 0;
  static final int WAITING = 1;
  static final int WRITING = 2;
  static final int DONE = 3;

  private static final int STATE_MASK = 0xff;
  private static final long MAGIC = 0x31594C5045524C50L;
  private static final int MAGIC_OFFSET = 0;
  private static final int VERSION_OFFSET = 8;
  private static final int OLDEST_SIDECAR_OFFSET = 16;
  private static final int CHECKS_PARKED_OFFSET = 64;
  private static final int TELEMETRY_PARKED_OFFSET = 128;
  private static final int HEARTBEAT_OFFSET = 192;
  private static final int REVISION_OFFSET = 200;
  private static final int GIVEN_UP_OFFSET = 224;
  private static final int SIDECAR_VERSION_OFFSET = 208;
  private static final int SLOTS_OFFSET = 4096;
  private static final int SLOT_REVISION = 8;
  private static final int SLOT_REASON = 16;
  private static final int SLOT_POLICY_LENGTH = 24;
  private static final int SLOT_POLICY = 32;
  private static final int MAX_POLICY_BYTES = SLOT_BYTES - SLOT_POLICY;

  private final MappedPage page;

  private ReplyPage(MappedPage page) {
    this.page = page;
  }

  static ReplyPage create(Path file) throws IOException {
    ReplyPage replies = new ReplyPage(MappedPage.create(file, BYTES));
    replies.page.put(MAGIC_OFFSET, MAGIC);
    replies.page.put(OLDEST_SIDECAR_OFFSET, LayoutVersion.OLDEST_READER);
    replies.page.setVolatile(VERSION_OFFSET, LayoutVersion.CURRENT);
    return replies;
  }

  /** Maps a page for answering. */
  static ReplyPage open(Path file) throws IOException {
    return checked(file, MappedPage.open(file, BYTES, FileChannel.MapMode.READ_WRITE));
  }

  /** Copies a page. */
  static ReplyPage copy(Path file) throws IOException {
    return checked(file, MappedPage.copy(file, BYTES));
  }

  private static ReplyPage checked(Path file, MappedPage page) throws IOException {
    long version = page.getVolatile(VERSION_OFFSET);
    if (page.get(MAGIC_OFFSET) != MAGIC) {
      throw new IOException("reply page has no magic: path=" + file);
    }
    LayoutVersion.requireReadable("reply page", version, page.get(OLDEST_SIDECAR_OFFSET));
    return new ReplyPage(page);
  }

  // Sidecar's words.

  /** Says of which version this sidecar is: a newer agent asks nothing that it cannot answer. */
  void introduceSidecar() {
    page.setVolatile(SIDECAR_VERSION_OFFSET, LayoutVersion.CURRENT);
  }

  void sidecarBeat() {
    page.setVolatile(HEARTBEAT_OFFSET, page.get(HEARTBEAT_OFFSET) + 1);
  }

  void policyRevision(long revision) {
    page.setVolatile(REVISION_OFFSET, revision);
  }

  void checksParked(boolean parked) {
    page.setVolatile(CHECKS_PARKED_OFFSET, parked ? 1 : 0);
  }

  /** The session makes no sense any more: its agent is to begin another. */
  void giveUpSession() {
    page.setVolatile(GIVEN_UP_OFFSET, 1);
  }

  void telemetryParked(boolean parked) {
    page.setVolatile(TELEMETRY_PARKED_OFFSET, parked ? 1 : 0);
  }

  /**
   * Writes an answer if it is still awaited.
   *
   * @return false if nobody waits for it any more
   */
  boolean answer(int slot, long generation, Decision decision) {
    if (slot < 0 || slot >= SLOTS) {
      return false;
    }
    int at = SLOTS_OFFSET + slot * SLOT_BYTES;
    if (!page.compareAndSet(at, word(generation, WAITING), word(generation, WRITING))) {
      return false;
    }
    byte[] policy = policyBytes(decision.policy());
    page.put(at + SLOT_REVISION, decision.revision());
    page.put(at + SLOT_REASON, (long) decision.dependsOn() << 32 | decision.reason().code());
    page.put(at + SLOT_POLICY_LENGTH, policy.length);
    page.put(at + SLOT_POLICY, policy, policy.length);
    return page.compareAndSet(at, word(generation, WRITING), word(generation, DONE));
  }

  private static byte[] policyBytes(@Nullable String policy) {
    byte[] bytes = policy == null ? new byte[0] : policy.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= MAX_POLICY_BYTES ? bytes : new byte[0];
  }

  // Agent's words.

  long sidecarHeartbeat() {
    return page.getVolatile(HEARTBEAT_OFFSET);
  }

  long policyRevision() {
    return page.getVolatile(REVISION_OFFSET);
  }

  /** Layout version of the sidecar that came last; 0 if none has come. */
  long sidecarVersion() {
    return page.getVolatile(SIDECAR_VERSION_OFFSET);
  }

  boolean isChecksParked() {
    return page.getVolatile(CHECKS_PARKED_OFFSET) == 1;
  }

  boolean isTelemetryParked() {
    return page.getVolatile(TELEMETRY_PARKED_OFFSET) == 1;
  }

  /**
   * How many slots are in each of the states {@link #FREE} to {@link #DONE}, and behind: in none.
   */
  int[] slotsByState() {
    int[] counts = new int[DONE + 2];
    for (int slot = 0; slot < SLOTS; slot++) {
      int state = (int) page.getVolatile(SLOTS_OFFSET + slot * SLOT_BYTES) & STATE_MASK;
      counts[Math.min(state, DONE + 1)]++;
    }
    return counts;
  }

  /** Whether the sidecar wants another session. */
  boolean isSessionGivenUp() {
    return page.getVolatile(GIVEN_UP_OFFSET) == 1;
  }

  /** Whether the check reader sleeps; whoever gets true is the one to ring. */
  boolean takeChecksParked() {
    return take(CHECKS_PARKED_OFFSET);
  }

  /** Whether the telemetry reader sleeps; whoever gets true is the one to ring. */
  boolean takeTelemetryParked() {
    return take(TELEMETRY_PARKED_OFFSET);
  }

  private boolean take(int offset) {
    return page.getVolatile(offset) == 1 && page.compareAndSet(offset, 1, 0);
  }

  void await(int slot, long generation) {
    page.setVolatile(SLOTS_OFFSET + slot * SLOT_BYTES, word(generation, WAITING));
  }

  boolean isDone(int slot, long generation) {
    return page.getVolatile(SLOTS_OFFSET + slot * SLOT_BYTES) == word(generation, DONE);
  }

  /** Takes a wait back; false if the sidecar is writing or has written. */
  boolean giveUp(int slot, long generation) {
    return page.compareAndSet(
        SLOTS_OFFSET + slot * SLOT_BYTES, word(generation, WAITING), word(generation, FREE));
  }

  /** The answer in a slot that is done; null if its bytes make no sense. */
  @Nullable Decision read(int slot) {
    int at = SLOTS_OFFSET + slot * SLOT_BYTES;
    long packed = page.get(at + SLOT_REASON);
    Decision.Reason reason = Decision.Reason.ofCode((int) packed);
    long length = page.get(at + SLOT_POLICY_LENGTH);
    if (reason == null || length < 0 || length > MAX_POLICY_BYTES) {
      return null;
    }
    return new Decision(
        reason, policy(at, (int) length), page.get(at + SLOT_REVISION), (int) (packed >>> 32));
  }

  private @Nullable String policy(int at, int length) {
    if (length == 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    page.get(at + SLOT_POLICY, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static long word(long generation, int state) {
    return generation << 8 | state;
  }
}
