package io.pillion.agent.bootstrap;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a request or a response, implemented by each instrumentation. Names are compared
 * without case.
 *
 * <p><b>Threading.</b> Read only on the thread that passes it to the agent, and only during that
 * call; the agent copies what it keeps. <b>Failure.</b> What throws is taken as absent.
 */
public interface HttpHeaders {

  /** The first value of a header; null if absent. */
  @Nullable String header(String name);

  /** All values of a header in the order received, one element a line; empty if absent. */
  List<String> headers(String name);

  /**
   * The names of all headers, in any case and order; one may come twice. Asked for only if the
   * operator captures headers by a pattern.
   */
  default Iterable<String> headerNames() {
    return Collections.emptyList();
  }
}
