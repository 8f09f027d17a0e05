package io.pillion.instrumentation.testing;

import com.sun.net.httpserver.Headers;
import examples.pillion.demo.JavaProcess;
import examples.pillion.demo.ReceivedSpan;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * An application that listens, and what arrives of it.
 *
 * @param arrivalLimit how long to wait for a span
 */
record RunningApp(
    JavaProcess process,
    String service,
    int port,
    Duration arrivalLimit,
    SpanStore spans,
    TestServer server)
    implements AutoCloseable {

  /** Sends a request on a connection of its own. */
  RawResponse send(RawRequest request) {
    return RawConnection.exchange(port, request);
  }

  /** Waits for at least that many of its spans. */
  List<ReceivedSpan> await(int count, String what, Predicate<ReceivedSpan> which) {
    return spans.await(arrivalLimit, count, what, mine(which));
  }

  /** Its spans that are there by now. */
  List<ReceivedSpan> now(Predicate<ReceivedSpan> which) {
    return spans.now(mine(which));
  }

  private Predicate<ReceivedSpan> mine(Predicate<ReceivedSpan> which) {
    return span -> span.service().equals(service) && which.test(span);
  }

  /** The headers of the only call that served requests made with that id. */
  Headers childCall(String id) {
    List<Headers> calls = server.calls(id);
    if (calls.size() != 1) {
      throw new AssertionError("not one call with id " + id + ": " + calls.size());
    }
    return calls.get(0);
  }

  @Override
  public void close() {
    process.close();
  }
}
