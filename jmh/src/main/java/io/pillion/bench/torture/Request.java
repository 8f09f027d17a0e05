package io.pillion.bench.torture;

import examples.pillion.demo.TraceIds;

/**
 * A request of the load, with what must come of it.
 *
 * @param traceId unique; the span that it leaves carries it
 * @param allowed what policy says of it
 */
record Request(String traceId, String path, boolean allowed, AppLife app) {
  private static final int RECURRING = 64;
  private static final int OF_TEN_RECURRING = 3;

  /** The policy's only rule. */
  static final String DENIED_PATHS = "*/no";

  /**
   * Any of them: some recur, so that the agent knows the answer, most are new to everybody, so that
   * the sidecar must be asked. Half of either are denied.
   */
  static Request random(java.util.SplittableRandom random, AppLife app) {
    String name =
        random.nextInt(10) < OF_TEN_RECURRING
            ? "r" + random.nextInt(RECURRING)
            : Long.toHexString(random.nextLong());
    return of(name, random.nextBoolean(), app);
  }

  /** One that nobody has seen before. */
  static Request unseen(AppLife app, boolean allowed) {
    return of("p" + TraceIds.span(), allowed, app);
  }

  private static Request of(String name, boolean allowed, AppLife app) {
    return new Request(
        TraceIds.trace(), "/tasks/" + name + (allowed ? "/ok" : "/no"), allowed, app);
  }
}
