package io.pillion.sidecar.export;

import io.pillion.sidecar.net.AnswerTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a back end made of one request, whatever the protocol. */
public sealed interface Verdict {
  int MAX_DETAIL = 200;

  /**
   * It was taken.
   *
   * @param answer the message of the answer, in protobuf as a rule
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Accepted(byte[] answer) implements Verdict {}

  /**
   * It was not taken.
   *
   * @param next what may be done about it
   * @param reason short, for a label
   * @param detail for an operator
   * @param asked the least wait that the back end asks for; zero if none
   */
  record Failed(Next next, String reason, String detail, Duration asked) implements Verdict {}

  /** What may be done after a failure. */
  enum Next {
    /** The same request may be taken later. */
    AGAIN,
    /** Smaller ones may be taken. */
    SMALLER,
    /** Nothing. */
    GIVE_UP
  }

  /** Where the answer is, or its absence; cancelling what is returned cancels the request. */
  @SuppressWarnings("FutureReturnValueIgnored") // the verdict carries every outcome
  static <A> CompletableFuture<Verdict> on(
      CompletableFuture<A> answer, Function<A, Verdict> judge) {
    CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    answer.whenComplete(
        (word, failure) -> verdict.complete(word == null ? none(failure) : judge.apply(word)));
    verdict.whenComplete((word, failure) -> answer.cancel(false));
    return verdict;
  }

  /** Not more of a text than an operator needs. */
  static String shortened(String text) {
    return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL);
  }

  private static Failed none(@Nullable Throwable failure) {
    String reason = failure instanceof AnswerTimeoutException ? "timeout" : "connection";
    return new Failed(Next.AGAIN, reason, detail(failure), Duration.ZERO);
  }

  private static String detail(@Nullable Throwable failure) {
    if (failure == null) {
      return "unknown";
    }
    String text = String.valueOf(failure.getMessage());
    Throwable cause = failure.getCause();
    String causeText = cause == null ? "" : String.valueOf(cause.getMessage());
    return shortened(text.contains(causeText) ? text : text + ": " + causeText);
  }
}
