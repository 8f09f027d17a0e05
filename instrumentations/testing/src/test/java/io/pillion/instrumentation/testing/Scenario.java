package io.pillion.instrumentation.testing;

/** Something an application does, and what must be recorded of it. */
record Scenario<R>(String name, Body<R> body) {
  /** Makes requests and asserts. */
  interface Body<R> {
    void run(R run) throws Exception;
  }
}
