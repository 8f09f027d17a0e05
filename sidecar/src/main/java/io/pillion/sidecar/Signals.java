package io.pillion.sidecar;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Waits for SIGTERM or SIGINT. The second one ends the process at once.
 *
 * <p>Shutdown hooks cannot tell a second signal from the first, so this uses the JDK's signal
 * class, by reflection because a compiler with {@code --release} refuses it. Where it is missing, a
 * shutdown hook takes its place.
 */
final class Signals {
  private static final int EXIT_SIGTERM = 128 + 15;

  /** Some supervisors signal the process and then its group: that is one wish, not two. */
  private static final long SAME_NANOS = 500_000_000;

  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicLong firstNanos = new AtomicLong();

  /** Takes the signals from now on. */
  static Signals install() {
    Signals signals = new Signals();
    try {
      signals.handle("TERM");
      signals.handle("INT");
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      signals.useShutdownHook();
    }
    return signals;
  }

  /** Returns after the first signal. */
  void await() throws InterruptedException {
    told.await();
  }

  /** What had to be done after the signal is done: the process may end. */
  void finished() {
    done.countDown();
  }

  private void handle(String name) throws ReflectiveOperationException {
    Class<?> signalType = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object handler =
        Proxy.newProxyInstance(
            Signals.class.getClassLoader(),
            new Class<?>[] {handlerType},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handle")) {
                received();
              }
              return null;
            });
    Method register = signalType.getMethod("handle", signalType, handlerType);
    register.invoke(null, signalType.getConstructor(String.class).newInstance(name), handler);
  }

  private void received() {
    long now = System.nanoTime();
    if (firstNanos.compareAndSet(0, now)) {
      told.countDown();
    } else if (now - firstNanos.get() > SAME_NANOS) {
      Runtime.getRuntime().halt(EXIT_SIGTERM);
    }
  }

  private void useShutdownHook() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  told.countDown();
                  try {
                    done.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "pillion-stop"));
  }
}
