package io.pillion.bench.torture;

import examples.pillion.demo.JavaProcess;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** One process of the application, from its start to its end. Safe for use by many threads. */
final class AppLife {
  private final JavaProcess process;
  private final URI base;
  private final AtomicInteger owed = new AtomicInteger();
  private volatile boolean killed;
  private volatile long killedNs;

  AppLife(JavaProcess process, URI base) {
    this.process = process;
    this.base = base;
  }

  JavaProcess process() {
    return process;
  }

  URI base() {
    return base;
  }

  /** Requests that it has not answered yet. */
  AtomicInteger owed() {
    return owed;
  }

  /** To be called before the signal: what fails from now on fails for its sake. */
  void aboutToKill() {
    killedNs = System.nanoTime();
    killed = true;
  }

  boolean killed() {
    return killed;
  }

  /** By {@link System#nanoTime}; only of one that was {@link #killed}. */
  long killedNs() {
    return killedNs;
  }
}
