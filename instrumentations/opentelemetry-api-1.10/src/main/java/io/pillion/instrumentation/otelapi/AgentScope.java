package io.pillion.instrumentation.otelapi;

import io.opentelemetry.context.Scope;
import io.pillion.agent.bootstrap.WorkContext;

/** Ends what {@link ThreadContexts#attach} began. */
public final class AgentScope implements Scope {
  private final WorkContext works;
  private final Object work;

  /** Leaves that work when it is closed. */
  public AgentScope(WorkContext works, Object work) {
    this.works = works;
    this.work = work;
  }

  @Override
  public void close() {
    works.leave(work);
  }
}
