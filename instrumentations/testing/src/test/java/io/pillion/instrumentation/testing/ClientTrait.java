package io.pillion.instrumentation.testing;

/** What a client can do, where clients differ. */
enum ClientTrait {
  /** Calls back instead of making its caller wait. */
  CALLBACK,
  /** The work of a callback belongs to the span in which the call was made. */
  CALLBACK_IN_PARENT,
  /** Follows redirects by itself. */
  REDIRECTS,
  /** Each request that redirects cause has a span of its own. */
  SPAN_PER_SEND,
  /** Sends methods it does not know. */
  ANY_METHOD,
  /** Sends one request object many times. */
  REUSE,
  /** The span ends with the body of the response, not with its headers. */
  ENDS_WITH_BODY,
  /** Has a connection before it has a request, so that a refused connection is nobody's span. */
  CONNECTS_FIRST
}
