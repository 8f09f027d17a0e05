package io.pillion.bench;

/**
 * One contender of the hand-off: takes a span from an application's thread.
 *
 * <p><b>Threading.</b> {@link #offer} from any thread, the rest from one.
 */
interface SpanSink extends AutoCloseable {

  /** Hands one span over. */
  void offer(int number);

  /**
   * How many spans came out at the far end since the start, after waiting for those under way.
   *
   * @param offered how many were offered since the start
   */
  long delivered(long offered);

  @Override
  void close();
}
