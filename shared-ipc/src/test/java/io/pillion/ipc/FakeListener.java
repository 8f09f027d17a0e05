package io.pillion.ipc;

import io.pillion.ipc.wire.DecisionRecord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

final class FakeListener implements AgentLinkListener {
  final List<String> states = new CopyOnWriteArrayList<>();
  final List<PolicyPage.Content> policies = new CopyOnWriteArrayList<>();
  volatile boolean policyTold;

  @Override
  public void policy(PolicyPage.Content content) {
    if (content != null) {
      policies.add(content);
    }
    policyTold = true;
  }

  @Override
  public void policyUnreadable(String problem) {
    states.add(problem);
  }

  @Override
  public void sidecar(boolean present) {
    states.add(present ? "there" : "away");
  }

  @Override
  public void failed(String problem) {
    states.add(problem);
  }

  @Override
  public void removedUnread(int sessions, long records) {
    states.add("removed sessions=" + sessions + ", records=" + records);
  }

  @Override
  public long decisions(DecisionRecord.Source source, boolean allowed) {
    return 0;
  }

  @Override
  public long adviceFailures() {
    return 0;
  }
}
