package io.pillion.ipc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.pillion.ipc.ReplyPages.Ends;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What may come of askers and a sidecar on real, mapped reply slots; every other outcome fails the
 * build.
 */
public final class ReplySlotStress {
  /** Given up in time: the slot is the asker's. */
  private static final int GAVE_UP = 10;

  /** Too late to give up: the slot is left to the sidecar. */
  private static final int LEFT = 20;

  private static final int LOOKS = 8;

  /** Longer than any answer takes that comes. */
  private static final long LONG_NS = 500_000_000;

  private ReplySlotStress() {}

  /** A page's asker finds an answer or gives up, and the sidecar answers. */
  @JCStressTest
  @Outcome(id = "7, 1, 1", expect = ACCEPTABLE, desc = "answered")
  @Outcome(id = "10, 0, 0", expect = ACCEPTABLE, desc = "gave up, the answer found no taker")
  @Outcome(id = "20, 1, 1", expect = ACCEPTABLE, desc = "too late to give up, answered in the end")
  @State
  public static class AnswerOrGiveUp {
    private final Ends page = ReplyPages.next();
    private final long generation = ++page.generation;

    /** The question is out. */
    public AnswerOrGiveUp() {
      page.agent.await(Ends.SLOT, generation);
    }

    /** The application's thread, at its deadline. */
    @Actor
    public void asker(III_Result result) {
      if (page.agent.isDone(Ends.SLOT, generation)) {
        result.r1 = ReplyPages.numberOf(page.agent.read(Ends.SLOT));
      } else {
        result.r1 = page.agent.giveUp(Ends.SLOT, generation) ? GAVE_UP : LEFT;
      }
    }

    /** The sidecar. */
    @Actor
    public void sidecar(III_Result result) {
      result.r2 = page.sidecar.answer(Ends.SLOT, generation, ReplyPages.answer(7)) ? 1 : 0;
    }

    /** Whether a slot that was left can be had again. */
    @Arbiter
    public void end(III_Result result) {
      result.r3 = page.agent.isDone(Ends.SLOT, generation) ? 1 : 0;
    }
  }

  private static void giveUpAndAskAgain(Ends page, long first, long second, II_Result result) {
    if (!page.agent.giveUp(Ends.SLOT, first)) {
      result.r1 = LEFT;
      return;
    }
    page.agent.await(Ends.SLOT, second);
    for (int looks = 0; looks < LOOKS && result.r1 == 0; looks++) {
      if (page.agent.isDone(Ends.SLOT, second)) {
        result.r1 = ReplyPages.numberOf(page.agent.read(Ends.SLOT));
      }
    }
  }

  /** The slot is asked again while the answer to its earlier question is still under way. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1", "8, 1"},
      expect = ACCEPTABLE,
      desc = "the second question got its own answer or, so far, none")
  @Outcome(id = "20, 10", expect = ACCEPTABLE, desc = "the first was answered, no second was asked")
  @State
  public static class LateAnswer {
    private final Ends page = ReplyPages.next();
    private final long first = ++page.generation;
    private final long second = ++page.generation;

    /** The first question is out. */
    public LateAnswer() {
      page.agent.await(Ends.SLOT, first);
    }

    /** The application's threads. */
    @Actor
    public void asker(II_Result result) {
      giveUpAndAskAgain(page, first, second, result);
    }

    /** Answers the first question and then, if it is there by then, the second. */
    @Actor
    public void sidecar(II_Result result) {
      boolean firstTaken = page.sidecar.answer(Ends.SLOT, first, ReplyPages.answer(7));
      boolean secondTaken = page.sidecar.answer(Ends.SLOT, second, ReplyPages.answer(8));
      result.r2 = (firstTaken ? 10 : 0) + (secondTaken ? 1 : 0);
    }
  }

  /** Must fail: the same with a generation that is used twice. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "20, 1"},
      expect = ACCEPTABLE,
      desc = "the second question got no answer")
  @State
  public static class ControlSameGeneration {
    private final Ends page = ReplyPages.next();
    private final long generation = ++page.generation;

    /** The first question is out. */
    public ControlSameGeneration() {
      page.agent.await(Ends.SLOT, generation);
    }

    /** The application's threads. */
    @Actor
    public void asker(II_Result result) {
      giveUpAndAskAgain(page, generation, generation, result);
    }

    /** Answers the first question. */
    @Actor
    public void sidecar(II_Result result) {
      result.r2 = page.sidecar.answer(Ends.SLOT, generation, ReplyPages.answer(7)) ? 1 : 0;
    }
  }

  /**
   * Two threads ask through one client that has one free slot. The sidecar answers while a question
   * is being put, so whoever is in another's slot gets another's answer.
   */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 2", "1, 2"},
      expect = ACCEPTABLE,
      desc = "each got its own answer, or no slot")
  @State
  public static class SlotClaim {
    private final Ends page = ReplyPages.next();

    /** Somebody answers. */
    public SlotClaim() {
      page.questions.onAppend = page::answerNext;
    }

    /** One thread. */
    @Actor
    public void one(II_Result result) {
      result.r1 = page.ask(1, LONG_NS);
    }

    /** The other. */
    @Actor
    public void other(II_Result result) {
      result.r2 = page.ask(2, LONG_NS);
    }
  }

  /** A client's asker whose deadline has come when the answer does. */
  @JCStressTest
  @Outcome(id = "5, 1, 6", expect = ACCEPTABLE, desc = "answered")
  @Outcome(id = "0, 0, 6", expect = ACCEPTABLE, desc = "gave up, nobody took the late answer")
  @Outcome(id = "0, 1, 6", expect = ACCEPTABLE, desc = "too late to give up, its slot came back")
  @State
  public static class Deadline {
    private final Ends page = ReplyPages.next();

    /** The application's thread, with no time at all. */
    @Actor
    public void asker(III_Result result) {
      result.r1 = page.ask(5, 0);
    }

    /** Answers if there is a question by now. */
    @Actor
    public void sidecar(III_Result result) {
      for (int looks = 0; looks < LOOKS && page.questions.isEmpty(); looks++) {
        Thread.onSpinWait();
      }
      result.r2 = page.answerNext();
    }

    /** The writer thread's part, after which the only slot must be there again. */
    @Arbiter
    public void end(III_Result result) {
      result.r2 += page.answerNext();
      page.client.reclaimLostSlots(false);
      result.r3 = page.askPrompt(6);
    }
  }

  /** An asker without patience asks twice, and the sidecar takes its time over the first. */
  @JCStressTest
  @Outcome(
      id = {"0, 0, 7", "5, 0, 7", "0, 6, 7", "5, 6, 7"},
      expect = ACCEPTABLE,
      desc = "to each question its own answer or none")
  @State
  public static class AskAgain {
    private final Ends page = ReplyPages.next();

    /** The application's thread. */
    @Actor
    public void asker(III_Result result) {
      result.r1 = page.ask(5, 0);
      result.r2 = page.ask(6, 0);
    }

    /** Answers what it finds. */
    @Actor
    public void sidecar() {
      for (int looks = 0; looks < 4 * LOOKS; looks++) {
        page.answerNext();
      }
    }

    /** The writer thread's part. */
    @Arbiter
    public void end(III_Result result) {
      page.answerNext();
      page.client.reclaimLostSlots(false);
      result.r3 = page.askPrompt(7);
    }
  }
}
