package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.wire.CheckMessage;
import io.pillion.ipc.wire.RecordDecoder;
import io.pillion.ipc.wire.RecordFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckClientTest {
  private static final CheckRequest REQUEST =
      new CheckRequest.Of("GET", "shop", 80, "/a", "/a", null);
  private static final Decision DENY = new Decision(Decision.Reason.DENY_MATCHED, "ns/no", 5, 1);
  private static final long SECOND = 1_000_000_000;
  private static final long SHORT = 1_000_000;

  @TempDir Path temp;
  private final FakeSegments queue = new FakeSegments(256 * 1024);
  private ReplyPage agentReplies;
  private ReplyPage sidecarReplies;
  private CheckClient client;
  private MappedPage page;
  private Runnable onWake = () -> {};

  @BeforeEach
  void open() throws IOException {
    IpcRoot root = IpcRoot.open(temp.resolve("ipc"));
    Path file = root.folder().resolve("replies");
    agentReplies = ReplyPage.create(root.createFile(file));
    sidecarReplies = ReplyPage.open(file);
    page = MappedPage.open(file, ReplyPage.BYTES, FileChannel.MapMode.READ_WRITE);
    client =
        new CheckClient(queue, agentReplies, new Bell(temp.resolve("no.bell")), () -> onWake.run());
  }

  @Test
  void anAnswerComesBackToItsQuestion() {
    queue.duringAppend = this::answer;
    assertThat(client.ask(REQUEST, SECOND)).isEqualTo(DENY);
    assertThat(client.ask(REQUEST, SECOND)).isEqualTo(DENY);
  }

  @Test
  void aQuestionThatCannotBePutWholeIsNotAskedAndEndsNothing() {
    queue.duringAppend = this::answer;
    String path = "/" + "a".repeat(20_000) + "/admin";
    assertThat(client.ask(new CheckRequest.Of("GET", "h", 1, path, path, null), SECOND)).isNull();
    String part = "p".repeat(16_000);
    assertThat(client.ask(new CheckRequest.Of(part, part, 1, part, part, part), SECOND)).isNull();
    assertThat(client.hasFailed()).isFalse();
    assertThat(client.ask(REQUEST, SECOND)).isEqualTo(DENY);
  }

  @Test
  void afterSilenceTheNextQuestionsAreNotAskedForAWhile() throws Exception {
    assertThat(client.ask(REQUEST, SHORT)).isNull();
    int asked = asked();
    assertThat(client.ask(REQUEST, SECOND)).isNull();
    assertThat(asked()).isEqualTo(asked);
    queue.duringAppend = this::answer;
    Await.until(() -> DENY.equals(client.ask(REQUEST, SECOND)));
  }

  @Test
  void aSidecarThatKeepsSilentIsAskedLessAndLessOftenUntilItComesBack() {
    long first = nsUntilAsked(1);
    long second = nsUntilAsked(2);
    long third = nsUntilAsked(3);
    assertThat(first).isLessThan(SECOND);
    assertThat(second).isGreaterThan(90_000_000);
    assertThat(third).isGreaterThan(190_000_000);
    client.forgetFailures();
    queue.duringAppend = this::answer;
    assertThat(client.ask(REQUEST, SECOND)).isEqualTo(DENY);
  }

  private long nsUntilAsked(int times) {
    long began = System.nanoTime();
    while (asked() < times) {
      assertThat(client.ask(REQUEST, SHORT)).isNull();
    }
    return System.nanoTime() - began;
  }

  @Test
  void aSleepingSidecarThatCannotBeRungIsNotWaitedFor() {
    sidecarReplies.checksParked(true);
    long began = System.nanoTime();
    assertThat(client.ask(REQUEST, 40 * SECOND)).isNull();
    assertThat(System.nanoTime() - began).isLessThan(20 * SECOND);
  }

  @Test
  void aLateAnswerFindsNoTakerAlsoWhenItsSlotIsInUseAgain() throws Exception {
    assertThat(client.ask(REQUEST, SHORT)).isNull();
    CheckMessage late = question(queue.segments.get(0).get(0).duplicate());
    assertThat(sidecarReplies.answer(late.slot(), late.generation(), DENY)).isFalse();
    Decision other = new Decision(Decision.Reason.ALLOW_MATCHED, "ns/yes", 6, 0);
    queue.duringAppend =
        record -> {
          assertThat(sidecarReplies.answer(late.slot(), late.generation(), DENY)).isFalse();
          sidecarReplies.answer(late.slot(), late.generation() + 1, other);
        };
    Await.until(() -> other.equals(client.ask(REQUEST, SECOND)));
  }

  @Test
  void slotsLostToASidecarThatDiedInMidAnswerAreReclaimedOnceItIsGone() {
    queue.full = true;
    onWake = this::beginToAnswer;
    for (int i = 0; i < ReplyPage.SLOTS; i++) {
      assertThat(client.ask(REQUEST, SECOND)).isNull();
    }
    queue.full = false;
    queue.duringAppend = this::answer;
    assertThat(client.ask(REQUEST, SECOND)).as("no slot is left").isNull();
    client.reclaimLostSlots(false);
    assertThat(client.ask(REQUEST, SECOND)).isNull();
    assertThat(asked()).isZero();
    client.reclaimLostSlots(true);
    assertThat(client.ask(REQUEST, SECOND)).isEqualTo(DENY);
  }

  @Test
  void aSlotWhoseAnswerCameTooLateIsReclaimed() {
    queue.full = true;
    onWake = this::beginToAnswer;
    for (int i = 0; i < ReplyPage.SLOTS; i++) {
      client.ask(REQUEST, SECOND);
    }
    queue.full = false;
    queue.duringAppend = this::answer;
    ReplyPages.move(page, ReplyPage.WRITING, ReplyPage.DONE);
    client.reclaimLostSlots(false);
    assertThat(client.ask(REQUEST, SECOND)).isEqualTo(DENY);
  }

  @Test
  void aQueueThatFailsEndsTheSessionAndNothingElse() {
    queue.failAppend = new IllegalStateException("on purpose");
    assertThat(client.ask(REQUEST, SECOND)).isNull();
    assertThat(client.hasFailed()).isTrue();
    queue.failAppend = null;
    assertThat(client.ask(REQUEST, SECOND)).isNull();
    assertThat(asked()).isZero();
  }

  @Test
  void theQueueIsClosedOnlyWhenNoThreadIsInIt() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean retired = new AtomicBoolean();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    queue.duringAppend =
        record -> {
          inside.countDown();
          awaitQuietly(goOn);
        };
    Thread asker = thread(thrown, () -> client.ask(REQUEST, SHORT));
    inside.await();
    Thread closer =
        thread(
            thrown,
            () -> {
              retired.set(client.retire());
              queue.close();
            });
    Await.until(() -> closer.getState() == Thread.State.TIMED_WAITING);
    assertThat(queue.closed).isFalse();
    goOn.countDown();
    asker.join();
    closer.join();
    assertThat(thrown.get()).isNull();
    assertThat(retired).isTrue();
    assertThat(client.ask(REQUEST, SECOND)).isNull();
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void theQueueRollsAtHalfAndQuestionsGoOn() throws Exception {
    queue.duringAppend = this::answer;
    String path = "/" + "a".repeat(2000);
    CheckRequest request = new CheckRequest.Of("GET", "h", 1, path, path, null);
    for (int i = 0; i < 200; i++) {
      assertThat(client.ask(request, SECOND)).isEqualTo(DENY);
      client.rollIfDue();
    }
    assertThat(queue.segments.size()).isGreaterThan(3);
  }

  private int asked() {
    return queue.segments.stream().mapToInt(List::size).sum();
  }

  private static CheckMessage question(ByteBuffer record) {
    try {
      return new RecordDecoder().decodeCheck(record);
    } catch (RecordFormatException e) {
      throw new AssertionError(e);
    }
  }

  private void answer(ByteBuffer record) {
    CheckMessage question = question(record);
    if (question != null) {
      sidecarReplies.answer(question.slot(), question.generation(), DENY);
    }
  }

  private void beginToAnswer() {
    ReplyPages.move(page, ReplyPage.WAITING, ReplyPage.WRITING);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread thread(AtomicReference<Throwable> thrown, Runnable work) {
    Thread thread = new Thread(work);
    thread.setUncaughtExceptionHandler((t, e) -> thrown.set(e));
    thread.start();
    return thread;
  }
}
