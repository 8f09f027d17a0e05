package io.pillion.ipc;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.wire.CheckMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Real reply pages for stress cases, each mapped twice, as agent and sidecar do. A case's state is
 * made and thrown away millions of times, mappings are not: states take them in turn.
 */
final class ReplyPages {
  /** More than there are states at once, which {@link StressIT} sees to. */
  static final int PAGES = 256;

  private static final long LONG_NS = 500_000_000;
  private static final Ends[] POOL = new Ends[PAGES];
  private static final AtomicInteger NEXT = new AtomicInteger();

  private ReplyPages() {}

  /** One page from both ends, and an agent's client with one free slot. */
  static final class Ends {
    final ReplyPage agent;
    final ReplyPage sidecar;
    final SessionHeader header;
    final Mailbox questions = new Mailbox();
    final CheckClient client;

    /** The latest of {@link #SLOT}, for cases that use the page without its client. */
    long generation = 1 << 20;

    static final int SLOT = 0;

    private Ends() {
      try {
        Path file = Files.createTempFile("pillion-stress", ".replies");
        Path headerFile = Files.createTempFile("pillion-stress", ".hdr");
        try {
          header = SessionHeader.create(headerFile, Map.of(), 0, 0, 0);
          agent = ReplyPage.create(file);
          sidecar = ReplyPage.open(file);
          MappedPage page = MappedPage.open(file, ReplyPage.BYTES, FileChannel.MapMode.READ_WRITE);
          client =
              new CheckClient(
                  questions, agent, new Bell(Path.of("nobody.bell")), () -> takeUp(page));
        } finally {
          Files.delete(file);
          Files.delete(headerFile);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      takeAllSlotsButOne();
    }

    /** The client has the writer woken when there is no room, but also when there is no answer. */
    private void takeUp(MappedPage page) {
      if (questions.full) {
        move(page, ReplyPage.WAITING, ReplyPage.WRITING);
      }
    }

    /** Each goes to a sidecar that took the question up and never answers. */
    private void takeAllSlotsButOne() {
      questions.full = true;
      for (int i = 1; i < ReplyPage.SLOTS; i++) {
        client.ask(question(1), LONG_NS);
      }
      questions.full = false;
    }

    /** Asks; what came back, as {@link #numberOf} says. */
    int ask(int number, long timeoutNs) {
      // The silence of an earlier case is not to keep this one from asking.
      client.forgetFailures();
      return numberOf(client.ask(question(number), timeoutNs));
    }

    /** Asks a sidecar that answers while the question is being put. */
    int askPrompt(int number) {
      questions.onAppend = this::answerNext;
      int answered = ask(number, LONG_NS);
      questions.onAppend = null;
      return answered;
    }

    /** Answers the question that is there, if one is; 1 if somebody waited for that. */
    int answerNext() {
      CheckMessage question = questions.take();
      if (question == null) {
        return 0;
      }
      Decision decision = answer(question.request().localPort());
      return sidecar.answer(question.slot(), question.generation(), decision) ? 1 : 0;
    }
  }

  static Ends next() {
    int number = NEXT.getAndIncrement() & (PAGES - 1);
    synchronized (POOL) {
      if (POOL[number] == null) {
        POOL[number] = new Ends();
      }
      return POOL[number];
    }
  }

  private static CheckRequest question(int number) {
    return new CheckRequest.Of("GET", null, number, "/", null, null);
  }

  /** An answer whose parts all say the same number, 1 to 9. */
  static Decision answer(int number) {
    return new Decision(
        Decision.Reason.ALLOW_MATCHED, Integer.toString(number).repeat(40), number, number);
  }

  /** The number of an answer; -1 if its parts disagree, 0 for none. */
  static int numberOf(@Nullable Decision decision) {
    if (decision == null) {
      return 0;
    }
    int number = (int) decision.revision();
    return number > 0 && decision.equals(answer(number)) ? number : -1;
  }

  /** Moves all slots that are in one state to another. */
  static void move(MappedPage page, int from, int to) {
    for (int slot = 0; slot < ReplyPage.SLOTS; slot++) {
      int at = 4096 + slot * ReplyPage.SLOT_BYTES;
      long word = page.getVolatile(at);
      if ((word & 0xff) == from) {
        page.setVolatile(at, word - from + to);
      }
    }
  }
}
