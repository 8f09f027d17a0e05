package io.pillion.agent.telemetry;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * An exception as it is recorded. Made on the application's thread, since it runs the exception's
 * own code.
 *
 * @param type class name
 * @param message null if it has none
 * @param stackTrace as Java prints it, cut at {@value #MOST_CHARACTERS} characters
 */
public record Failure(String type, @Nullable String message, String stackTrace) {
  private static final int MOST_CHARACTERS = 12_000;

  /** Describes {@code error}, whatever its own methods do. */
  public static Failure of(Throwable error) {
    String type = error.getClass().getName();
    try {
      StringWriter text = new StringWriter();
      error.printStackTrace(new PrintWriter(text));
      StringBuffer trace = text.getBuffer();
      trace.setLength(Math.min(trace.length(), MOST_CHARACTERS));
      return new Failure(type, error.getMessage(), trace.toString());
    } catch (RuntimeException | StackOverflowError e) {
      return new Failure(type, null, "");
    }
  }
}
