package io.pillion.agent.telemetry;

import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * An exception as it is recorded. Made on the application's thread, since it runs the exception's
 * own code.
 *
 * @param type class name
 * @param message null if it has none; cut at {@value #LONGEST_MESSAGE} characters
 * @param stackTrace as Java prints it, cut at {@value #LONGEST_TRACE} characters
 */
public record Failure(String type, @Nullable String message, String stackTrace) {
  static final int LONGEST_MESSAGE = 2_048;
  static final int LONGEST_TRACE = 12_000;

  /** Describes {@code error}. Never throws, whatever the exception's own methods do. */
  public static Failure of(Throwable error) {
    return new Failure(error.getClass().getName(), messageOf(error), stackTraceOf(error));
  }

  /** Tells what {@code error} is and nothing more. */
  public static Failure named(Throwable error) {
    return new Failure(error.getClass().getName(), null, "");
  }

  private static @Nullable String messageOf(Throwable error) {
    try {
      String message = error.getMessage();
      return message == null || message.length() <= LONGEST_MESSAGE
          ? message
          : message.substring(0, LONGEST_MESSAGE);
    } catch (Throwable e) {
      return null;
    }
  }

  private static String stackTraceOf(Throwable error) {
    BoundedText text = new BoundedText();
    try {
      error.printStackTrace(new PrintWriter(text));
    } catch (Throwable e) {
      // Full, or the exception's own doing: what there is will do.
    }
    return text.toString();
  }

  /** Keeps the beginning and ends the printing once it is full. */
  private static final class BoundedText extends Writer {
    private final StringBuilder text = new StringBuilder(1_024);

    @Override
    public void write(char[] buffer, int offset, int length) {
      text.append(buffer, offset, Math.min(length, LONGEST_TRACE - text.length()));
      if (text.length() == LONGEST_TRACE) {
        throw new Full();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
      return text.toString();
    }
  }

  private static final class Full extends RuntimeException {
    private static final long serialVersionUID = 1;

    Full() {
      super(null, null, false, false);
    }
  }
}
