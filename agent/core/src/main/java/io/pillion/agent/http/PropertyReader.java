package io.pillion.agent.http;

import io.pillion.agent.bootstrap.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request through code of the application or its server: what throws, whatever it throws,
 * is counted and absent. Pass getters that capture nothing, so that none is made anew for a
 * request.
 *
 * <p><b>Threading.</b> The thread that has the request.
 */
final class PropertyReader<R> {
  private final R request;
  private int unreadable;

  PropertyReader(R request) {
    this.request = request;
  }

  @FunctionalInterface
  interface Text<R> {
    @Nullable String of(R request);
  }

  @FunctionalInterface
  interface Count<R> {
    int of(R request);
  }

  @Nullable String text(Text<R> getter) {
    return text(getter, 0);
  }

  /** Remembers {@code bit} if the getter throws. */
  @Nullable String text(Text<R> getter, int bit) {
    try {
      return getter.of(request);
    } catch (Throwable e) {
      failed(e, bit);
      return null;
    }
  }

  int number(Count<R> getter) {
    return number(getter, 0);
  }

  /** Remembers {@code bit} if the getter throws. */
  int number(Count<R> getter, int bit) {
    try {
      return getter.of(request);
    } catch (Throwable e) {
      failed(e, bit);
      return 0;
    }
  }

  private void failed(Throwable failure, int bit) {
    unreadable |= bit;
    Agent.adviceFailed(failure);
  }

  /** The bits whose getters threw. */
  int unreadable() {
    return unreadable;
  }
}
