package io.pillion.instrumentation.testing;

/** What a server can do, where servers differ. */
enum ServerTrait {
  /** Answers requests that were sent ahead of it on one connection. */
  PIPELINING,
  /** Answers 500 when the application throws; others close the connection. */
  ANSWERS_EXCEPTIONS,
  /** What the application throws gets to where the instrumentation sees it. */
  SHOWS_EXCEPTIONS,
  /** Answers 404 by itself where the instrumentation sees it. */
  SHOWS_MISSING,
  /** Hands methods it does not know to the application. */
  ANY_METHOD
}
