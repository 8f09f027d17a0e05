package io.pillion.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An application that does nothing but say when it began. Nothing but the JDK is loaded here. */
final class StartMain {
  private StartMain() {}

  /** {@code [seconds]}: how long to stay, for what an agent does beside it. */
  public static void main(String[] arguments) {
    System.out.println("main: " + System.currentTimeMillis());
    if (arguments.length > 0) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[0])));
    }
  }
}
