package io.pillion.bench;

/** An agent that starts a link and does nothing else, or, with the option, does not even that. */
public final class StartAgent {
  static final String EMPTY = "empty";

  private StartAgent() {}

  /** Called by the JVM before main, with {@value #EMPTY} or a shared directory. */
  public static void premain(String options) {
    if (!options.equals(EMPTY)) {
      Wire.start(options);
    }
  }

  /** Apart, so that an empty agent loads none of it. */
  private static final class Wire {
    static void start(String directory) {
      BenchLink.start(java.nio.file.Path.of(directory));
    }
  }
}
