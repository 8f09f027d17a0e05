package io.pillion.agent.policy;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.policy.PolicySnapshot;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A sidecar that answers by a function. */
final class FakeSidecarChecks implements SidecarChecks {
  private volatile long revision;
  private volatile Function<CheckRequest, @Nullable Decision> answers = request -> null;
  private int asked;

  static FakeSidecarChecks away() {
    return new FakeSidecarChecks();
  }

  static FakeSidecarChecks applying(PolicySnapshot policy) {
    return away().revision(policy.revision()).answers(policy::evaluate);
  }

  FakeSidecarChecks revision(long newRevision) {
    revision = newRevision;
    return this;
  }

  FakeSidecarChecks answers(Function<CheckRequest, @Nullable Decision> newAnswers) {
    answers = newAnswers;
    return this;
  }

  int asked() {
    return asked;
  }

  @Override
  public long policyRevision() {
    return revision;
  }

  @Override
  public @Nullable Decision ask(CheckRequest request, long timeoutNs) {
    asked++;
    return answers.apply(request);
  }
}
