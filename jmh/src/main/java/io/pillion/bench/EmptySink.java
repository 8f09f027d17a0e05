package io.pillion.bench;

import org.openjdk.jmh.annotations.CompilerControl;

/** Takes spans and does nothing, in a call that the compiler may not remove. */
final class EmptySink implements SpanSink {
  @Override
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public void offer(int number) {}

  @Override
  public long delivered(long offered) {
    return offered;
  }

  @Override
  public void close() {}
}
