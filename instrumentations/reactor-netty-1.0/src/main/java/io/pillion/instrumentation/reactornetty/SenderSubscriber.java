package io.pillion.instrumentation.reactornetty;

import io.pillion.agent.bootstrap.Agent;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.netty.Connection;
import reactor.util.context.Context;

/**
 * A subscriber whose context tells what the thread that subscribed worked for.
 *
 * <p><b>Threading.</b> As the subscriber within.
 */
public final class SenderSubscriber implements CoreSubscriber<Connection> {
  static final String KEY = "io.pillion.sender";

  private final CoreSubscriber<? super Connection> subscriber;
  private final Context context;

  private SenderSubscriber(CoreSubscriber<? super Connection> subscriber, Object sender) {
    this.subscriber = subscriber;
    this.context = subscriber.currentContext().put(KEY, sender);
  }

  /** The subscriber to use instead; null if the thread works for nothing. */
  public static @Nullable CoreSubscriber<? super Connection> of(
      @Nullable CoreSubscriber<? super Connection> subscriber) {
    Object sender = Agent.context().capture();
    return subscriber == null || sender == null ? null : new SenderSubscriber(subscriber, sender);
  }

  @Override
  public Context currentContext() {
    return context;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscriber.onSubscribe(subscription);
  }

  @Override
  public void onNext(Connection connection) {
    subscriber.onNext(connection);
  }

  @Override
  public void onError(Throwable failure) {
    subscriber.onError(failure);
  }

  @Override
  public void onComplete() {
    subscriber.onComplete();
  }
}
