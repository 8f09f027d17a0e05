package io.pillion.instrumentation.otelapi;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.SpanHandle;
import io.pillion.agent.bootstrap.SpanIdentity;
import io.pillion.agent.bootstrap.WorkContext;
import org.jspecify.annotations.Nullable;

/**
 * One notion of "current" for the application's API and the agent: the thread's work, which carries
 * the application's context. So whatever takes the work to another thread takes the context along.
 *
 * <p><b>Threading.</b> Any thread.
 */
public final class ThreadContexts {

  private ThreadContexts() {}

  /**
   * The context of what the thread works for.
   *
   * @param stored what the API itself would say; right where the agent knows of no work
   */
  public static @Nullable Context current(@Nullable Context stored) {
    WorkContext works = Agent.work();
    if (works == null || OwnSdk.isPresent()) {
      return stored;
    }
    Object work = works.current();
    return work == null ? stored : context(works, work);
  }

  private static Context context(WorkContext works, Object work) {
    Object carried = works.carried(work);
    if (carried instanceof Context known) {
      return known;
    }
    Context made = Context.root();
    SpanHandle handle = works.span(work);
    if (handle != null) {
      made = made.with(new AgentSpan(handle));
    } else {
      SpanIdentity identity = works.identity(work);
      made = identity == null ? made : made.with(Span.wrap(Identities.spanContext(identity)));
    }
    String baggage = works.baggage(work);
    made = baggage == null ? made : BaggageHeader.with(made, baggage);
    works.carry(work, made);
    return made;
  }

  /** Makes a context what the thread works for; null to leave it to the API. */
  public static @Nullable Scope attach(@Nullable Context context) {
    WorkContext works = Agent.work();
    if (context == null || works == null || OwnSdk.isPresent()) {
      return null;
    }
    Object work = works.current();
    Context current = work == null ? null : context(works, work);
    if (context == current) {
      return Scope.noop();
    }
    Span span = Span.fromContextOrNull(context);
    SpanHandle handle = span instanceof AgentSpan ours ? ours.handle() : null;
    SpanIdentity identity =
        span == null || handle != null ? null : Identities.of(span.getSpanContext());
    return new AgentScope(
        works, works.enter(handle, identity, baggage(works, work, current, context), context));
  }

  /** Of the same baggage the header as it came, since to write it anew takes time. */
  private static @Nullable String baggage(
      WorkContext works, @Nullable Object work, @Nullable Context current, Context context) {
    Baggage baggage = Baggage.fromContextOrNull(context);
    if (work != null && current != null && baggage == Baggage.fromContextOrNull(current)) {
      return works.baggage(work);
    }
    return BaggageHeader.of(context);
  }
}
