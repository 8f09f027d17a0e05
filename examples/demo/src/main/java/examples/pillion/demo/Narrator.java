package examples.pillion.demo;

import java.io.PrintStream;

/** Tells what happens, each step with the seconds since the start. */
final class Narrator {

  private final PrintStream out;
  private final long startNanos = System.nanoTime();

  Narrator(PrintStream out) {
    this.out = out;
  }

  /** A step of the story. */
  void step(String text) {
    out.printf("[%5.1f s] %s%n", (System.nanoTime() - startNanos) / 1e9, text);
  }

  /** Something shown as it is. */
  void show(String text) {
    out.println(text.stripTrailing());
  }
}
